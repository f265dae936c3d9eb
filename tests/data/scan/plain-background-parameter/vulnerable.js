export async function download(registration, urls) {
    await registration.backgroundFetch.fetch("pack", urls, { title: "Pack" });
}
