/** Titles of the platform's pages that rules rest on, as docs/fidelity.md lists them. */
export const PAGES = {
  failures: 'GoKart help: What happens if the callback fails',
  optional: 'GoKart help: Enabling Pending and Rejected callbacks',
  repeats: 'GoKart help: Allow repeat conversions',
  schema: 'GoKart help: Callback schema v1',
  olderSchema: 'GoKart documentation, 2025: Callback schema v1',
  disclaimer: 'GoKart documentation, 2025: SDK API schema disclaimer',
  security: 'GoKart help: Security options',
  setup: 'GoKart help: Conversion callback setup',
  conversions: 'GoKart help: Get single conversion details',
  parameters: 'GoKart help: Publisher parameters overview',
} as const;
