import { AnswerReader } from './drive-answer.js';
import { isFlaw, keptAliveReset } from './drive-flaw.js';
import { listenUpTo, untilQuiet, writeUpTo } from './drive-lose.js';
import { createOpener } from './drive-open.js';
import { depart, noAnswerInTime, outcomeOf, unsent } from './drive-outcome.js';
import { Pool } from './drive-pool.js';
import { runRace } from './drive-race.js';
import { readyOf } from './drive-request.js';
/** A driver for any number of origins. */
export function createDriver(options) {
    const { timeoutMs = 10_000, maxBytes = 8 * 1024 * 1024, connections = 8, ticks, ca, insecure } = options;
    const opener = createOpener({ ca, insecure });
    const base = {
        opener,
        pools: new Map(),
        connections,
        ticks,
        maxBytes,
        timeoutMs: Math.min(timeoutMs, LONGEST_MS),
    };
    const within = (each) => each?.timeoutMs === undefined ? base : { ...base, timeoutMs: Math.min(each.timeoutMs, LONGEST_MS) };
    return {
        send: (call, each) => send(call, within(each)),
        lose: (call, cut) => lose(call, cut, base),
        race: (calls, each) => runRace(calls, within(each)),
        close: () => opener.close(),
    };
}
/** A longer timer fires at once. */
const LONGEST_MS = 2 ** 31 - 1;
async function send(call, base) {
    const { ticks, timeoutMs, maxBytes } = base;
    const ready = readyOf(call);
    if (isFlaw(ready))
        return unsent(ticks, ready);
    const pool = poolOf(base, ready.target);
    const line = await pool.take(timeoutMs);
    if (isFlaw(line))
        return unsent(ticks, line);
    const reader = new AnswerReader(ready.method, maxBytes);
    const departure = depart(ticks);
    const hearing = line.hear(reader, ticks);
    line.socket.write(ready.bytes);
    line.within(timeoutMs, () => noAnswerInTime(reader, timeoutMs));
    const heard = await hearing;
    if (heard.step === 'whole')
        pool.give(line, ready.closes ? 0 : reader.keepMs);
    else if (heard.step.kind === 'reset' && line.used > 1 && !reader.partial()) {
        pool.distrust(line);
        heard.step = keptAliveReset;
    }
    return outcomeOf({ departure, heard, reader, maxBytes });
}
function poolOf({ pools, opener, connections }, target) {
    const known = pools.get(target.origin);
    if (known)
        return known;
    const pool = new Pool({ target, opener, connections });
    pools.set(target.origin, pool);
    return pool;
}
async function lose(call, cut, { opener, ticks, timeoutMs, maxBytes }) {
    const ready = readyOf(call);
    if (isFlaw(ready))
        return unsent(ticks, ready);
    const line = await opener.open(ready.target, timeoutMs);
    if (isFlaw(line))
        return unsent(ticks, line);
    await untilQuiet(line);
    const reader = new AnswerReader(ready.method, maxBytes);
    const departure = depart(ticks);
    const hearing = line.hear(listenUpTo(cut, reader), ticks);
    writeUpTo(cut, line, ready.bytes);
    line.within(timeoutMs, () => noAnswerInTime(reader, timeoutMs));
    const heard = await hearing;
    line.socket.destroy();
    return outcomeOf({ departure, heard, reader, maxBytes });
}
