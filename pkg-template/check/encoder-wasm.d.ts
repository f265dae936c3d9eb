/** The module that encoder.wat is, in hexadecimal digits, which the build writes. */
declare const code: string;
export default code;
