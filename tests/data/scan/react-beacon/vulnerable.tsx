import { useEffect } from "react";

export function useLeave(endpoint: string, state: object) {
    useEffect(() => {
        const send = () => navigator.sendBeacon(endpoint, JSON.stringify(state));
        addEventListener("pagehide", send);
        return () => removeEventListener("pagehide", send);
    }, [endpoint, state]);
}
