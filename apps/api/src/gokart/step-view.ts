/** What every reader is told of a step of a MultiEvent offer. G§1.3. */
export interface StepView {
  id: string;
  /** What `cnv_event_id` must equal. */
  eventId: string;
  name: string;
  displayOrder: number;
  /** `null`: independent of the other events. */
  sequenceNumber: number | null;
  /** Minutes. */
  minTimeFromPreviousEvent: number | null;
  deadlineDays: number | null;
  /** Days that a reward waits. */
  pendingTime: number;
  allowRepetitions: boolean;
}
