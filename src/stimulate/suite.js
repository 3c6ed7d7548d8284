var __rewriteRelativeImportExtension = (this && this.__rewriteRelativeImportExtension) || function (path, preserveJsx) {
    if (typeof path === "string" && /^\.\.?\//.test(path)) {
        return path.replace(/\.(tsx)$|((?:\.d)?)((?:\.[^./]+?)?)\.([cm]?)ts$/i, function (m, tsx, d, ext, cm) {
            return tsx ? preserveJsx ? ".jsx" : ".js" : d && (!ext || !cm) ? m : (d + ext + "." + cm.toLowerCase() + "js");
        });
    }
    return path;
};
/** The suite of a protocol, found by its folder's name in `suites`. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { moduleSuffix } from '../contract/home.js';
import { ContractError } from '../contract/load.js';
const suites = new Map();
/** Rules and scenarios of a protocol. Throws ContractError when the protocol has no suite. */
export async function loadSuite(protocol) {
    const known = suites.get(protocol);
    if (known)
        return known;
    const url = new URL(`../../suites/${protocol}/index${moduleSuffix}`, import.meta.url);
    if (!existsSync(fileURLToPath(url)))
        throw new ContractError(`The protocol «${protocol}» has a contract but no suite. Write suites/${protocol}/index.ts.`);
    const { suite } = (await import(__rewriteRelativeImportExtension(url.href)));
    suites.set(protocol, suite);
    return suite;
}
