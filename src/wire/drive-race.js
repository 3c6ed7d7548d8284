/** Requests on connections of their own, all held back by their last byte and released together. */
import { setImmediate, setTimeout } from 'node:timers/promises';
import { AnswerReader } from './drive-answer.js';
import { isFlaw } from './drive-flaw.js';
import { depart, noAnswerInTime, outcomeOf, unsent } from './drive-outcome.js';
import { readyOf } from './drive-request.js';
/** Opens, holds, releases; a call that cannot be held in time has its trouble and the others race without it. */
export async function runRace(calls, options) {
    const entries = await Promise.all(calls.map((call) => enter(call, options)));
    const runners = entries.filter((entry) => 'line' in entry);
    if (runners.length > 0)
        await settle();
    const skewMicros = release(runners, options);
    const outcomes = await Promise.all(entries.map((entry) => ('line' in entry ? finish(entry, options) : entry)));
    return { outcomes, skewMicros };
}
/** Time for the held bytes to reach the target and wait in its hands. */
const SETTLE_MS = 20;
/** Turns of the event loop after it, for a target in the same process that a busy machine kept from reading. */
const SETTLE_TURNS = 8;
async function enter(call, { opener, ticks, timeoutMs, maxBytes }) {
    const ready = readyOf(call);
    if (isFlaw(ready))
        return unsent(ticks, ready);
    const line = await opener.open(ready.target, timeoutMs);
    if (isFlaw(line))
        return unsent(ticks, line);
    const reader = new AnswerReader(ready.method, maxBytes);
    const heard = line.hear(reader, ticks);
    line.within(timeoutMs, () => `${ready.target.origin} did not take the request within ${timeoutMs} ms.`);
    const flushed = new Promise((resolve) => line.socket.write(ready.bytes.subarray(0, -1), resolve));
    await Promise.race([flushed, heard]);
    return { line, reader, heard, last: ready.bytes.subarray(-1) };
}
/** One synchronous loop; nothing but the writes and their ticks happens in it. */
function release(runners, { ticks, timeoutMs }) {
    let first = 0;
    let latest = 0;
    const sentAt = new Date().toISOString();
    for (const runner of runners) {
        runner.departure = { sentAt, began: ticks.next(), leftAt: performance.now() };
        if (!runner.line.alive)
            continue;
        runner.line.socket.write(runner.last);
        latest = performance.now();
        first ||= latest;
    }
    for (const { line, reader } of runners)
        line.within(timeoutMs, () => noAnswerInTime(reader, timeoutMs));
    return (latest - first) * 1000;
}
async function finish(runner, { ticks, maxBytes }) {
    const heard = await runner.heard;
    runner.line.socket.destroy();
    return outcomeOf({ departure: runner.departure ?? depart(ticks), heard, reader: runner.reader, maxBytes });
}
async function settle() {
    await setTimeout(SETTLE_MS);
    for (let turn = 0; turn < SETTLE_TURNS; turn++)
        await setImmediate();
}
