/** The data of `schemas/<protocol>/` as types. Each is described, key by key, in its meta-schema under `schemas/`. */
/** The message of an operation's side. */
export function messageOf(contract, operation, side) {
    const name = contract.operations[operation]?.[side];
    const spec = name === undefined ? undefined : contract.messages[name];
    if (!spec)
        throw new Error(`${contract.id} has no ${side} for the operation «${operation}». Add it to contract.json and messages/.`);
    return spec;
}
/** True when every key of `wanted` has that value in the profile; `undefined` wants nothing and is never met. */
export function met(wanted, profile) {
    return wanted !== undefined && Object.entries(wanted).every(([key, value]) => profile[key] === value);
}
