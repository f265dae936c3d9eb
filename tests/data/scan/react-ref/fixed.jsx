import { useEffect, useRef } from "react";

export function Output({ llmOutput }) {
    const root = useRef(null);
    useEffect(() => {
        root.current.textContent = llmOutput;
    }, [llmOutput]);
    return <div ref={root} />;
}
