// For modules that little text goes into, and for edge runtimes, which compile no module.
export const encoderOf = () => undefined;
