// What brings a string to memory: `encoder.js`, or `no-encoder.js`. The build says which.
export declare const encoderOf: (
  memory: WebAssembly.Memory,
) => ((text: string, at: number, capacity: number) => { read: number; written: number }) | undefined;
