/** What the model says, as it comes: the texts of the events that it sends. */
export async function* answer() {
  const response = await fetch("/answer", { method: "POST" });
  if (!response.ok) throw new Error(`The model answered ${response.status}`);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const events = (rest + value).split("\n\n");
    rest = events.pop();
    for (const event of events) {
      const data = event.replace(/^data: /, "");
      if (data === "[DONE]") return;
      yield JSON.parse(data).choices[0].delta.content ?? "";
    }
  }
}
