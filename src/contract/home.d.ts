/** Absolute path of the package's own folder. */
export declare const home: string;
/** `.ts` when the sources run as they are, `.js` when they were compiled; for imports that are named at run time. */
export declare const moduleSuffix: string;
