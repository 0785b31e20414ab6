// A program of a user of the platform API in TypeScript: each operation once, with the types of the public spec.
// Prints what it found as one JSON object. Environment: PLATFORM_URL, the URL of a platform.
import createClient from "openapi-fetch";
import type { components, paths } from "./schema.js";

declare const process: { env: Record<string, string | undefined> };

type Run = components["schemas"]["RunReadResponse"];
type Item = components["schemas"]["ItemResultReadResponse"];

const url = process.env["PLATFORM_URL"] ?? "";

async function postForm(path: string, form: Record<string, string>): Promise<Record<string, string>> {
  const response = await fetch(url + path, { method: "POST", body: new URLSearchParams(form) });
  return (await response.json()) as Record<string, string>;
}

async function logIn(): Promise<string> {
  const client = { client_id: "typescript" };
  const login = await postForm("/oauth/device/code", client);
  const tokens = await postForm("/oauth/token", {
    ...client,
    grant_type: "urn:ietf:params:oauth:grant-type:device_code",
    device_code: login["device_code"] ?? "",
  });
  return tokens["access_token"] ?? "";
}

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

// The body of a success; else an error with the status and the body.
async function ok<T>(answer: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await answer;
  if (!response.ok) {
    throw new Error(`${response.url}: ${response.status} ${JSON.stringify(error)}`);
  }
  return data as T;
}

async function status(answer: Promise<Answer<unknown>>): Promise<number> {
  return (await answer).response.status;
}

const token = await logIn();
const headers = { Authorization: `Bearer ${token}` };
const api = createClient<paths>({ baseUrl: `${url}/api`, headers, redirect: "manual" });
const input = { name: "input", download_url: "http://example.com/input", metadata: {} };

async function submit(durationS: number, ...ids: string[]): Promise<string> {
  const body = {
    application_id: "test-app",
    custom_metadata: { study: "high" },
    callback_context: { ticket: 7 },
    scheduling: { deadline: "2099-01-01T00:00:00Z" },
    items: ids.map((external_id) => ({
      external_id,
      custom_metadata: { duration_s: durationS },
      input_artifacts: [input],
    })),
  };
  return (await ok(api.POST("/v1/runs", { body }))).run_id;
}

async function ended(run_id: string): Promise<Run> {
  for (;;) {
    const run = await ok(api.GET("/v1/runs/{run_id}", { params: { path: { run_id } } }));
    if (run.state === "TERMINATED") {
      return run;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function account() {
  const me = await ok(api.GET("/v1/me"));
  const anonymous = createClient<paths>({ baseUrl: `${url}/api` });
  return { email: me.user.email, organization: me.organization.id, anonymous: await status(anonymous.GET("/v1/me")) };
}

async function applications() {
  const query = { sort: ["application_id"], page: 1 };
  const found = await ok(api.GET("/v1/applications", { params: { query } }));
  const application_id = "test-app";
  const one = await ok(api.GET("/v1/applications/{application_id}", { params: { path: { application_id } } }));
  const path = { application_id, version: one.versions[0]?.number ?? "" };
  const version = await ok(
    api.GET("/v1/applications/{application_id}/versions/{version}", { params: { path } }),
  );
  const documents = await ok(
    api.GET("/v1/applications/{application_id}/versions/{version}/documents", { params: { path } }),
  );
  const named = { params: { path: { ...path, name: documents[0]?.name ?? "" } } };
  const below = "/v1/applications/{application_id}/versions/{version}/documents/{name}";
  const document = await ok(api.GET(below, named));
  const redirects = [await status(api.GET(`${below}/file`, named)), await status(api.GET(`${below}/content`, named))];
  const unknown = { params: { path: { application_id: "nowhere" } } };
  return {
    ids: found.map((each) => each.application_id),
    inputs: version.input_artifacts.map((each) => each.name),
    document: document.name === documents[0]?.name,
    redirects,
    unknown: await status(api.GET("/v1/applications/{application_id}", unknown)),
  };
}

async function results(run_id: string) {
  const run = await ended(run_id);
  const items: Item[] = await ok(
    api.GET("/v1/runs/{run_id}/items", {
      params: { path: { run_id }, query: { state: "TERMINATED", sort: ["-external_id"] } },
    }),
  );
  const path = { run_id, external_id: "folder/1" };
  const item = await ok(api.GET("/v1/runs/{run_id}/items/{external_id}", { params: { path } }));
  const artifact_id = item.output_artifacts[0]?.output_artifact_id ?? "";
  const file = await api.GET("/v1/runs/{run_id}/artifacts/{artifact_id}/file", {
    params: { path: { run_id, artifact_id } },
    redirect: "manual",
  });
  const content = await fetch(file.response.headers.get("location") ?? "");
  const query = { custom_metadata: '$.study ? (@ == "high")', external_id: "two", submitted_by: "me" };
  const listed = await ok(api.GET("/v1/runs", { params: { query } }));
  return {
    state: [run.state, run.output, run.termination_reason],
    succeeded: run.statistics.item_succeeded_count,
    items: items.map((each) => each.external_id),
    redirect: file.response.status,
    content: (await content.text()).length > 0,
    listed: listed.map((each) => each.run_id === run_id),
  };
}

async function changes(run_id: string) {
  const params = { path: { run_id } };
  const before = await ok(api.GET("/v1/runs/{run_id}", { params }));
  const checksum = before.custom_metadata_checksum ?? null;
  const body = { custom_metadata: { study: "low" }, custom_metadata_checksum: checksum };
  await ok(api.PUT("/v1/runs/{run_id}/custom-metadata", { params, body }));
  const stale = await status(api.PUT("/v1/runs/{run_id}/custom-metadata", { params, body }));
  const ofItem = { path: { run_id, external_id: "two" } };
  await ok(
    api.PUT("/v1/runs/{run_id}/items/{external_id}/custom-metadata", {
      params: ofItem,
      body: { custom_metadata: { grade: 2 } },
    }),
  );
  const item = await ok(api.GET("/v1/runs/{run_id}/items/{external_id}", { params: ofItem }));
  const after = await ok(api.GET("/v1/runs/{run_id}", { params }));
  return { run: after.custom_metadata, item: item.custom_metadata, stale };
}

async function access(run_id: string) {
  const made = await ok(api.POST("/v1/access/share-tokens", { body: { expires_at: "2099-01-01T00:00:00Z" } }));
  const { share_token_id } = made;
  const grant = await ok(
    api.POST("/v1/access/grants", {
      body: {
        resource_type: "run",
        resource_id: run_id,
        subject_type: "share_token",
        subject_id: share_token_id,
        relation: "viewer",
      },
    }),
  );
  const ofRun = { params: { query: { run_id } } };
  const tokens = await ok(api.GET("/v1/access/share-tokens", ofRun));
  const grants = await ok(api.GET("/v1/access/grants", { params: { query: { resource_id: run_id } } }));
  const shared = { params: { path: { run_id }, query: { share_token: made.share_token } } };
  const read = await status(api.GET("/v1/runs/{run_id}", shared));
  const byId = { params: { path: { share_token_id } } };
  const ofGrant = { params: { path: { grant_id: grant.grant_id } } };
  const known = (await ok(api.GET("/v1/access/share-tokens/{share_token_id}", byId))).revoked;
  const granted = (await ok(api.GET("/v1/access/grants/{grant_id}", ofGrant))).relation;
  await ok(api.DELETE("/v1/access/grants/{grant_id}", ofGrant));
  const revoked = (await ok(api.DELETE("/v1/access/share-tokens/{share_token_id}", byId))).revoked;
  const again = await status(api.DELETE("/v1/access/share-tokens/{share_token_id}", byId));
  return { tokens: tokens.length, grants: grants.length, read, known, granted, revoked, again };
}

async function ends(run_id: string) {
  const cancelled = await submit(60, "slow");
  const params = { path: { run_id: cancelled } };
  const accepted = await status(api.POST("/v1/runs/{run_id}/cancel", { params }));
  const again = await status(api.POST("/v1/runs/{run_id}/cancel", { params }));
  const reason = (await ended(cancelled)).termination_reason;
  const path = { run_id };
  await ok(api.DELETE("/v1/runs/{run_id}/artifacts", { params: { path } }));
  const items = await ok(api.GET("/v1/runs/{run_id}/items", { params: { path } }));
  const outputs = items.flatMap((item) => item.output_artifacts.map((artifact) => artifact.output));
  const body = { application_id: "test-app", items: [] };
  return { accepted, again, reason, outputs, refused: await status(api.POST("/v1/runs", { body })) };
}

const run_id = await submit(0, "folder/1", "two");
const found = {
  account: await account(),
  applications: await applications(),
  results: await results(run_id),
  changes: await changes(run_id),
  access: await access(run_id),
  ends: await ends(run_id),
};
console.log(JSON.stringify(found));
