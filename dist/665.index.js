export const id = 665;
export const ids = [
    665
];
export const modules = {
    665: ((__unused_webpack_module, __webpack_exports__, __webpack_require__)=>{
        __webpack_require__.d(__webpack_exports__, {
            readServerState: ()=>readServerState
        });
        /*! EXTERNAL MODULE: ./node_modules/valibot/dist/index.mjs */ var dist = __webpack_require__(934);
        /*! EXTERNAL MODULE: ./src/errors.ts */ var errors = __webpack_require__(916);
        /*! EXTERNAL MODULE: ./src/report/sanitize.ts */ var sanitize = __webpack_require__(211);
        /*! EXTERNAL MODULE: ./src/vpsorg/error-body.ts */ var error_body = __webpack_require__(290);
        /*! EXTERNAL MODULE: ./src/vpsorg/errors.ts */ var vpsorg_errors = __webpack_require__(220);
        /*! EXTERNAL MODULE: ./src/vpsorg/retry-after.ts */ var retry_after = __webpack_require__(222);
        /*! CONCATENATED MODULE: ./src/github/deployments.ts */ function evaluateDeployments(deployments, present) {
            const [first, ...older] = deployments.filter((one)=>'skipped' !== resultOf(one, present));
            if (void 0 === first) return {
                state: null,
                needsOlder: true,
                changedSinceMs: null
            };
            const result = resultOf(first, present);
            if ('good' !== result) return decided('bad' === result ? 'bad' : null);
            let isBounded = false;
            for (const one of older){
                const wasConcurrent = isBounded ? changedAfterStart(one, first) : endedAfterStart(one, first);
                if (wasConcurrent && mayHaveBrokenState(one, present)) return decided(null);
                isBounded ||= !wasConcurrent && !isSameRun(one, first);
            }
            return {
                state: 'good',
                needsOlder: !isBounded,
                changedSinceMs: first.startedAtMs ?? null
            };
        }
        function decided(state) {
            return {
                state,
                needsOlder: false,
                changedSinceMs: null
            };
        }
        const FINISHED = new Map([
            [
                'success',
                'good'
            ],
            [
                'inactive',
                'good'
            ],
            [
                'failure',
                'bad'
            ],
            [
                'error',
                'bad'
            ]
        ]);
        function resultOf(deployment, present) {
            const result = FINISHED.get(deployment.state) ?? 'unfinished';
            if (deployment.runId !== present.runId) return result;
            return 'bad' === result && present.attempt >= 2 ? 'bad' : 'skipped';
        }
        function endedAfterStart(older, newer) {
            if (null === older.endedAtMs) return true;
            return (older.endedAtMs ?? 0) > (newer.startedAtMs ?? 1 / 0);
        }
        function changedAfterStart(older, newer) {
            const changedAtMs = older.endedAtMs ?? older.startedAtMs ?? 0;
            return changedAtMs > (newer.startedAtMs ?? 1 / 0);
        }
        function isSameRun(one, other) {
            return null !== one.runId && one.runId === other.runId;
        }
        const NOT_STARTED = new Set([
            null,
            'queued',
            'pending',
            'waiting'
        ]);
        function mayHaveBrokenState(deployment, present) {
            return 'good' !== resultOf(deployment, present) && !NOT_STARTED.has(deployment.state);
        }
        function toDeployment(row, statuses) {
            const ordered = newestFirst(statuses);
            const [latest] = ordered;
            const deciding = ordered.find(({ state })=>'inactive' !== state);
            const isReplaced = latest?.state === 'inactive' && deciding?.state === 'success';
            const hasEnded = FINISHED.has(deciding?.state ?? null);
            return {
                id: row.id,
                state: isReplaced ? 'inactive' : (deciding ?? latest)?.state ?? null,
                runId: ordered.flatMap(({ urls })=>urls.map(runIdIn)).find((id)=>null !== id) ?? null,
                startedAtMs: ordered.findLast(({ state })=>'in_progress' === state)?.createdAtMs ?? row.createdAtMs,
                endedAtMs: hasEnded ? deciding?.createdAtMs : latest === deciding ? null : latest?.createdAtMs
            };
        }
        function newestFirst(rows) {
            return [
                ...rows
            ].sort((a, b)=>(b.createdAtMs ?? 0) - (a.createdAtMs ?? 0) || b.id - a.id);
        }
        function runIdIn(url) {
            return /\/actions\/runs\/(\d+)(?=[/?#]|$)/.exec(url)?.[1] ?? null;
        }
        /*! CONCATENATED MODULE: ./src/github/client.ts */ const TIME_LIMIT_MS = 10_000;
        const MAX_DEPLOYMENTS = 10;
        const STATUSES_PER_PAGE = 100;
        const RETRY_PAUSES_MS = [
            500,
            1_000
        ];
        async function readServerState(options) {
            try {
                return await readState(options, options.clock.now() + TIME_LIMIT_MS);
            } catch (error) {
                if (error instanceof errors.cc) throw error;
                const { environment, repository } = options;
                const subject = `the deployments of ${(0, sanitize.hD)(environment)} in ${(0, sanitize.hD)(nameOf(repository))}`;
                return {
                    state: null,
                    problem: `Could not read ${subject}: ${(0, errors.gJ)(error)}`
                };
            }
        }
        async function readState(options, deadline) {
            const { environment, run } = options;
            const base = deploymentsPath(options);
            const api = {
                ...options,
                transport: options.connect()
            };
            const query = new URLSearchParams({
                environment,
                per_page: String(MAX_DEPLOYMENTS)
            });
            const listed = parse(ROWS, await get(api, `${base}?${query}`, deadline));
            const rows = newestFirst(listed).filter((row)=>row.environment === environment);
            if (0 === rows.length && listed.length > 0) return otherNames(environment, listed);
            const read = [];
            let evaluation = evaluateDeployments(read, run);
            for (const row of rows.slice(0, MAX_DEPLOYMENTS)){
                if (!mayChange(evaluation, row)) continue;
                const path = `${base}/${row.id}/statuses?per_page=${STATUSES_PER_PAGE}`;
                read.push(toDeployment(row, parse(STATUSES, await get(api, path, deadline))));
                evaluation = evaluateDeployments(read, run);
            }
            const { state, needsOlder } = evaluation;
            return needsOlder && rows.length >= MAX_DEPLOYMENTS ? {
                state: null,
                problem: tooMany(environment)
            } : {
                state,
                problem: null
            };
        }
        function mayChange({ needsOlder, changedSinceMs }, { updatedAtMs = 0 }) {
            return needsOlder || null !== changedSinceMs && updatedAtMs > changedSinceMs;
        }
        function nameOf({ owner, repo }) {
            return `${owner}/${repo}`;
        }
        function deploymentsPath({ apiUrl, repository }) {
            if (!URL.canParse(apiUrl)) throw new Error(`GITHUB_API_URL is not a URL: ${(0, sanitize.hD)(apiUrl)}. Correct it on the runner.`);
            const [owner, repo] = [
                repository.owner,
                repository.repo
            ].map(encodeURIComponent);
            return `${new URL(apiUrl).pathname.replace(/\/+$/, '')}/repos/${owner}/${repo}/deployments`;
        }
        function otherNames(environment, listed) {
            const names = [
                ...new Set(listed.map((row)=>(0, sanitize.hD)(row.environment)))
            ].join(', ');
            return {
                state: null,
                problem: `GitHub has no deployments of ${(0, sanitize.hD)(environment)}, but of ${names}. Write deploy_environment exactly as GitHub does.`
            };
        }
        function tooMany(environment) {
            return `The ${MAX_DEPLOYMENTS} newest deployments of ${(0, sanitize.hD)(environment)} do not show how the last deploy ended: too many jobs share that environment. Use one environment for each server.`;
        }
        const time = dist.NpB(dist.lqM(dist.FsL(dist.YjP(), dist.pdi(Date.parse), dist.aig())), void 0);
        const id = dist.FsL(dist.aig(), dist.Y2b());
        const client_link = dist.NpB(dist.YjP(), '');
        const ROWS = dist.YOg(dist.FsL(dist.Ikc({
            id,
            environment: dist.YjP(),
            created_at: time,
            updated_at: time
        }), dist.pdi(({ created_at, updated_at, ...row })=>({
                ...{
                    ...row,
                    createdAtMs: created_at
                },
                updatedAtMs: updated_at
            }))));
        const STATUSES = dist.YOg(dist.FsL(dist.Ikc({
            id,
            state: dist.YjP(),
            created_at: time,
            log_url: client_link,
            target_url: client_link
        }), dist.pdi((row)=>({
                id: row.id,
                state: row.state,
                createdAtMs: row.created_at,
                urls: [
                    row.log_url,
                    row.target_url
                ]
            }))));
        function parse(schema, response) {
            const read = dist.xLC(schema, response.bodyComplete ? (0, error_body.qF)(response.body) : void 0);
            if (read.success) return read.output;
            throw new Error("the answer is not the JSON that GitHub documents. Check GITHUB_API_URL and the proxy of the runner.");
        }
        async function get(api, path, deadline) {
            const { transport, clock } = api;
            for(let attempt = 0;; attempt += 1){
                const result = await transport.send({
                    method: 'GET',
                    path,
                    timeoutMs: TIME_LIMIT_MS,
                    deadline
                }).catch(networkErrorOf);
                if (!(result instanceof vpsorg_errors.Dr) && 200 === result.status) return result;
                const pauseMs = isTransient(result) ? RETRY_PAUSES_MS[attempt] : void 0;
                if (void 0 === pauseMs || clock.now() + pauseMs >= deadline) throw new Error(describeFailure(result, api));
                await clock.sleep(pauseMs);
            }
        }
        function networkErrorOf(error) {
            if (error instanceof vpsorg_errors.Dr) return error;
            throw error;
        }
        function isTransient(result) {
            return result instanceof vpsorg_errors.Dr ? result.maybeDelivered : result.status >= 500;
        }
        function describeFailure(result, { apiUrl, repository, clock }) {
            if (result instanceof vpsorg_errors.Dr) return describeNetworkError(result, apiUrl);
            const detail = (0, error_body.kW)(result.body).detail.replace(/[.\s]+$/, '');
            const answer = `GitHub answered ${result.status}${'' === detail ? '' : `: ${detail}`}.`;
            if (404 === result.status) return `${answer} ${(0, sanitize.hD)(nameOf(repository))} does not exist at ${(0, sanitize.hD)(apiUrl)}, or github_token cannot see it. ${USE_RUN_TOKEN} and ${ADD_PERMISSION}.`;
            return `${answer} ${remedyFor(result, clock.now())}`;
        }
        function describeNetworkError(error, apiUrl) {
            if ('TIMEOUT' === error.code) return `GitHub did not answer within ${TIME_LIMIT_MS / 1_000} s. Run the workflow again later.`;
            return `${error.message}. Check the network and proxy of the runner, and ${(0, sanitize.hD)(apiUrl)}.`;
        }
        const USE_RUN_TOKEN = "Set github_token to ${{ github.token }}";
        const ADD_PERMISSION = 'add the line "deployments: read" under "permissions:" of this job';
        function remedyFor(response, now) {
            const { status } = response;
            const retryAfterMs = (0, retry_after.sT)(response.headers, now);
            if (isRateLimited(response)) {
                const when = null === retryAfterMs ? 'in an hour' : `after ${Math.ceil(retryAfterMs / 1_000)} s`;
                return `The rate limit is used up: run the workflow again ${when}.`;
            }
            if (401 === status) return `github_token is not valid. ${USE_RUN_TOKEN}.`;
            if (403 === status) return `github_token lacks a permission: ${ADD_PERMISSION}.`;
            return status >= 500 ? 'Run the workflow again later.' : 'Check GITHUB_API_URL.';
        }
        function isRateLimited(response) {
            const { status, headers, body } = response;
            if (403 !== status) return 429 === status;
            return void 0 !== headers['retry-after'] || /rate limit/i.test(body);
        }
    })
};
