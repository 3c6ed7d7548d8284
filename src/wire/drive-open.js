/** Opens connections within a deadline and closes every one of them in the end. */
import { connect as connectPlain, isIP } from 'node:net';
import { connect as connectSecure } from 'node:tls';
import { driverClosed, flawOfError, isFlaw, noConnectionInTime, } from './drive-flaw.js';
import { Line } from './drive-line.js';
export function createOpener(options) {
    const sockets = new Set();
    let closed = false;
    return {
        async open(target, timeoutMs) {
            if (closed)
                return driverClosed;
            try {
                const socket = connect(target, options);
                sockets.add(socket);
                socket.once('close', () => sockets.delete(socket));
                return await opened(socket, target, timeoutMs);
            }
            catch (error) {
                // A `ca` that is no certificate throws before there is a socket.
                return flawOfError(error, target.secure ? 'handshake' : 'connecting', target);
            }
        },
        async close() {
            closed = true;
            await Promise.all([...sockets].map(destroyed));
        },
    };
}
function connect(target, { ca, insecure }) {
    const { host, port } = target;
    if (!target.secure)
        return connectPlain({ host, port, noDelay: true });
    const servername = isIP(host) ? '' : host;
    const socket = connectSecure({
        host,
        port,
        servername,
        ca,
        rejectUnauthorized: !insecure,
        ALPNProtocols: ['http/1.1'],
    });
    return socket.setNoDelay(true);
}
function opened(socket, target, timeoutMs) {
    return new Promise((resolve) => {
        let stage = 'connecting';
        const settle = (result) => {
            clearTimeout(timer);
            socket.off('error', onError).off('close', onClose);
            // A late error of a socket given up must not end the process.
            if (isFlaw(result))
                socket.on('error', () => { }).destroy();
            resolve(result);
        };
        const onClose = () => settle(driverClosed);
        const onError = (error) => settle(flawOfError(error, stage, target));
        const timer = setTimeout(() => settle(noConnectionInTime(target, stage, timeoutMs)), timeoutMs);
        socket.once('connect', () => (stage = target.secure ? 'handshake' : stage));
        socket.once(target.secure ? 'secureConnect' : 'connect', () => settle(new Line(socket, target)));
        socket.once('error', onError).once('close', onClose);
    });
}
function destroyed(socket) {
    return new Promise((resolve) => {
        socket.once('close', () => resolve());
        socket.destroy();
    });
}
