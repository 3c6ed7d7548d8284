var __rewriteRelativeImportExtension = (this && this.__rewriteRelativeImportExtension) || function (path, preserveJsx) {
    if (typeof path === "string" && /^\.\.?\//.test(path)) {
        return path.replace(/\.(tsx)$|((?:\.d)?)((?:\.[^./]+?)?)\.([cm]?)ts$/i, function (m, tsx, d, ext, cm) {
            return tsx ? preserveJsx ? ".jsx" : ".js" : d && (!ext || !cm) ? m : (d + ext + "." + cm.toLowerCase() + "js");
        });
    }
    return path;
};
/** The dialect of a protocol, found by its name. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { moduleSuffix } from '../contract/home.js';
import { ContractError } from '../contract/load.js';
/** Throws ContractError when the protocol has a contract but no dialect. */
export async function loadDialect(contract) {
    const url = new URL(`./${contract.id}${moduleSuffix}`, import.meta.url);
    if (!existsSync(fileURLToPath(url)))
        throw new ContractError(`The protocol «${contract.id}» has a contract but no dialect. Write src/dialects/${contract.id}.ts.`);
    const { dialect } = (await import(__rewriteRelativeImportExtension(url.href)));
    return dialect(contract);
}
