import { useEffect, useRef } from "react";

export function Output({ llmOutput }) {
    const root = useRef(null);
    useEffect(() => {
        root.current.innerHTML = llmOutput;
    }, [llmOutput]);
    return <div ref={root} />;
}
