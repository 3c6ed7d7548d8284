export function exchangesOf(trace) {
    return trace.entries.filter((entry) => entry.kind === 'exchange');
}
