// Calls of the Python functions; each answers {"ok": result} or {"error": words}.

let functions = {};

export function connect(server) {
  functions = server;
}

/** Return the result of a server function; throws an Error whose message can be shown. */
export async function call(name, request = {}) {
  let reply;
  try {
    reply = await functions[name](request);
  } catch {
    throw new Error("The server did not answer. Is it still running?");
  }
  if (reply && "ok" in reply) return reply.ok;
  throw new Error(reply?.error ?? reply?.detail ?? "The server did not answer as expected. Reload the page.");
}
