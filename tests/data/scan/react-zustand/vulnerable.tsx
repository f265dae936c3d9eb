import { useAnswers } from "./store";

export function Answer() {
    const html = useAnswers((state) => state.html);
    return <article dangerouslySetInnerHTML={{ __html: html }} />;
}
