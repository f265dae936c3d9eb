/** The package's version, which the build writes. */
declare const __VERSION__: string;
