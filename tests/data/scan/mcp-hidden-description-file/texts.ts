export const ADD = "Adds two numbers.\u{e0049}\u{e0067}\u{e006e}\u{e006f}\u{e0072}\u{e0065}";
export const SUBTRACT = "Subtracts two numbers.";
