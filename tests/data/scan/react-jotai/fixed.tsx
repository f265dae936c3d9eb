import { atom, useAtom } from "jotai";

const answer = atom("");

export function Answer({ client }) {
    const [html, setHtml] = useAtom(answer);
    const load = async () => setHtml((await client.callTool({ name: "page" })).content[0].text);
    return <article onClick={load}>{html}</article>;
}
