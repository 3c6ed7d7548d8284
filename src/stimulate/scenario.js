/** Thrown by a hand when the target's declaration has not what the case needs. */
export class Skipped extends Error {
    name = 'Skipped';
    reason;
    constructor(reason, says) {
        super(says);
        this.reason = reason;
    }
}
/** Types a scenario by its plan and hands it on as one of many. */
export function scenario(value) {
    return value;
}
