/** How the keys inside `conversion` of a callback body are spelled. G10.1. */
export type CallbackKeyCase = 'camel' | 'pascal';

/** How a macro without a value is rendered in a partner postback. K§5.2. */
export type NullMacro = 'empty' | 'null';

/** What the platform's clock of one account does. K§7. */
export type ClockMode = 'system' | 'frozen' | 'offset' | 'scaled';

/** The switches of an account that decisions read. */
export interface AccountSwitches {
  /** Aliases of the conversion postback take calls without `signature`. K§3.2. */
  openPostbacks: boolean;
  /** A repeated completion with repeats off sends the first conversion's callback again. K§3.2 row 6. */
  repeatCallbacks: boolean;
  /** A new reason on an already Rejected conversion sends callbacks and postbacks. K§4.1. */
  callbackOnReasonChange: boolean;
  nullMacro: NullMacro;
}
