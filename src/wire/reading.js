/** What a message decodes to. Both readers of a codec, the gateway's and the judge's, answer in this form. */
/** Value of a text field, undefined when it is absent. */
export function text(reading, field) {
    if (!reading?.ok)
        return undefined;
    const value = reading.fields[field];
    return value === undefined || value === null ? undefined : typeof value === 'string' ? value : JSON.stringify(value);
}
