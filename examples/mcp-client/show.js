import { renderInSandbox, renderToolOutput } from "mcp-cordon";

/** Shows what `call` returned. */
export function show(target, { content = [] }, options) {
  target.replaceChildren(...content.map((block) => shown(block, options)));
}

function shown(block, options) {
  const place = document.createElement("div");
  if (block._meta?.["mcp-cordon/sandbox"]) {
    renderInSandbox(place, block.resource.text, { title: block.resource.uri, policy: options?.policy });
  } else if (block.type === "text") {
    renderToolOutput(place, block.text, options);
  } else if (block.type === "image") {
    const image = new Image();
    image.src = `data:${block.mimeType};base64,${block.data}`;
    place.append(image);
  } else if (block.type === "resource_link") {
    const link = document.createElement("a");
    Object.assign(link, { href: block.uri, target: "_blank", rel: "noopener noreferrer" });
    link.textContent = block.title ?? block.name;
    place.append(link);
  } else {
    place.textContent = JSON.stringify(block.resource ?? block);
  }
  return place;
}
