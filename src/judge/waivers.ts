/** Known failures that a run forgives, each with a reason, an owner and an end. A stale one fails the run. */

export interface Waiver {
  /** Rule or clause id, with `*`, optionally ` @ place`. */
  pattern: string
  reason: string
  owner: string
  /** Last day, yyyy-MM-dd. */
  expires: string
}
