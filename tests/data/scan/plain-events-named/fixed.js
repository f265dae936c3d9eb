const es = new EventSource("/events");
const log = document.querySelector("#log");

es.addEventListener("answer", (event) => {
    log.insertAdjacentText("beforeend", JSON.parse(event.data).html);
});
