import { useActionState } from "react";
import { run } from "./actions";

export function Answer() {
    const [html, action] = useActionState(run, "");
    return <form action={action}>{html}</form>;
}
