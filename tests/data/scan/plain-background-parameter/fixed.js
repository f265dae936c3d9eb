export async function download(registration, urls) {
    await registration.backgroundFetch.fetch("pack", ["/packs/one.zip"], { title: "Pack" });
}
