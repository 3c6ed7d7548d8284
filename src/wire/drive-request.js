/** The bytes of a call, `Host` and `Content-Length` added where they are missing. */
export function readyOf(call) {
    const url = parsed(call.url);
    if (!url || !/^https?:$/.test(url.protocol))
        return unsendable(`${call.url} is no http or https URL.`);
    if (!token.test(call.method))
        return unsendable(`"${call.method}" is no HTTP method.`);
    const bad = call.headers.find(([name, value]) => !token.test(name) || unwritable.test(value));
    if (bad)
        return unsendable(`The header ${JSON.stringify(bad[0])} holds a character no header can carry.`);
    const { text, closes } = headText(call, url);
    return { target: targetOf(url), bytes: joined(text, call.body), method: call.method, closes };
}
const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const unwritable = /[^\t\x20-\x7e\x80-\xff]/;
const unsendable = (says) => ({ kind: 'other', says });
function parsed(text) {
    try {
        return new URL(text);
    }
    catch {
        return undefined;
    }
}
function headText({ method, headers, body }, url) {
    let lines = '';
    let hasHost = false;
    let hasLength = false;
    let closes = false;
    for (const [name, value] of headers) {
        lines += `${name}: ${value}\r\n`;
        const lower = name.toLowerCase();
        if (lower === 'host')
            hasHost = true;
        else if (lower === 'content-length' || lower === 'transfer-encoding')
            hasLength = true;
        else if (lower === 'connection')
            closes ||= /\bclose\b/i.test(value);
    }
    const host = hasHost ? '' : `Host: ${url.host}\r\n`;
    const length = hasLength || !carriesLength(method, body) ? '' : `Content-Length: ${body.length}\r\n`;
    return { text: `${method} ${url.pathname}${url.search} HTTP/1.1\r\n${host}${lines}${length}\r\n`, closes };
}
const carriesLength = (method, body) => body.length > 0 || method === 'POST' || method === 'PUT' || method === 'PATCH';
function targetOf(url) {
    const secure = url.protocol === 'https:';
    const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port);
    const host = url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname;
    return { origin: url.origin, secure, host, port };
}
/** One buffer, so that head and body leave in one write and the last byte of either is easy to hold back. */
function joined(text, body) {
    const bytes = Buffer.allocUnsafe(text.length + body.length);
    bytes.write(text, 'latin1');
    body.copy(bytes, text.length);
    return bytes;
}
