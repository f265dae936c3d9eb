const source = new EventSource("/events");
source.onmessage = (event) => {
    const message = JSON.parse(event.data);
    output.innerHTML += message.html;
};
