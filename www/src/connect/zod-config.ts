// The SDK's schema library asks by `new Function("")` whether it may compile. The page's CSP refuses, and would report
// each refusal. This global is the library's own switch, and must be set before the library loads.
const shared = globalThis as { __zod_globalConfig?: { jitless?: boolean } };
shared.__zod_globalConfig = { ...shared.__zod_globalConfig, jitless: true };

export {};
