import { useState } from "react";

function Runner({ client, onDone }) {
    const run = async () => onDone(await client.callTool({ name: "run" }));
    return <button type="button" onClick={run}>run</button>;
}

export function App({ client }) {
    const [result, setResult] = useState(null);
    return (
        <>
            <Runner client={client} onDone={setResult} />
            <div dangerouslySetInnerHTML={{ __html: result.structuredContent.html }} />
        </>
    );
}
