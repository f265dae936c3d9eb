// The package keeps its WebAssembly memory to itself: this sees the instance being made. Imported ahead of the package.

let memory;
const { Instance } = WebAssembly;

WebAssembly.Instance = class extends Instance {
  constructor(...args) {
    super(...args);
    memory = this.exports.memory;
  }
};

export const memoryBytes = () => memory.buffer.byteLength;
