const es = new EventSource("/events");
const log = document.querySelector("#log");

es.addEventListener("answer", (event) => {
    log.insertAdjacentHTML("beforeend", JSON.parse(event.data).html);
});
