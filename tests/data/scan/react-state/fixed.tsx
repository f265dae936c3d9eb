import { useEffect, useState } from "react";

export function Page({ client }) {
    const [html, setHtml] = useState("");
    useEffect(() => {
        client.callTool({ name: "page" }).then((result) => setHtml(result.content[0].text));
    }, [client]);
    return <main>{html}</main>;
}
