import { createContext, useContext } from "react";

const Result = createContext(null);

export function Provider({ toolResult, children }) {
    return <Result.Provider value={toolResult}>{children}</Result.Provider>;
}

export function View() {
    const result = useContext(Result);
    return <div>{result.html}</div>;
}
