var __rewriteRelativeImportExtension = (this && this.__rewriteRelativeImportExtension) || function (path, preserveJsx) {
    if (typeof path === "string" && /^\.\.?\//.test(path)) {
        return path.replace(/\.(tsx)$|((?:\.d)?)((?:\.[^./]+?)?)\.([cm]?)ts$/i, function (m, tsx, d, ext, cm) {
            return tsx ? preserveJsx ? ".jsx" : ".js" : d && (!ext || !cm) ? m : (d + ext + "." + cm.toLowerCase() + "js");
        });
    }
    return path;
};
/** What every protocol's desk can do, and where desks are found: a folder under `desks`, by name. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { moduleSuffix } from '../contract/home.js';
/** A refusal of the control API, told in a sentence; `status` is the HTTP status that goes with it. */
export class ControlError extends Error {
    name = 'ControlError';
    status;
    constructor(says, status = 400) {
        super(says);
        this.status = status;
    }
}
/** The desk module of a protocol. Throws ControlError when the gateway has none. */
export async function deskModule(protocol) {
    const place = new URL(`./desks/${protocol}/index${moduleSuffix}`, import.meta.url);
    if (!/^[a-z][a-z0-9-]*$/.test(protocol) || !existsSync(fileURLToPath(place)))
        throw new ControlError(`The gateway has no desk for «${protocol}». Write src/gateway/desks/${protocol}/index.ts.`);
    return (await import(__rewriteRelativeImportExtension(place.href)));
}
