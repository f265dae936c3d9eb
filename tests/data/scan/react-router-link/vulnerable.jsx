export function Sources({ toolResult }) {
    return toolResult.sources.map((source) => (
        <a key={source.id} href={source.href} rel="noreferrer">
            {source.title}
        </a>
    ));
}
