function Html({ html, title }) {
    return <section title={title} dangerouslySetInnerHTML={{ __html: html }} />;
}

export function Answer({ toolOutput }) {
    return <Html title="answer" html="<p>done</p>" />;
}
