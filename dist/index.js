import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
var __webpack_modules__ = {
    535: ((__unused_webpack_module, exports)=>{
        exports.Io = void 0;
        var peq = new Uint32Array(0x10000);
        var myers_32 = function(a, b) {
            var n = a.length;
            var m = b.length;
            var lst = 1 << n - 1;
            var pv = -1;
            var mv = 0;
            var sc = n;
            var i = n;
            while(i--)peq[a.charCodeAt(i)] |= 1 << i;
            for(i = 0; i < m; i++){
                var eq = peq[b.charCodeAt(i)];
                var xv = eq | mv;
                eq |= (eq & pv) + pv ^ pv;
                mv |= ~(eq | pv);
                pv &= eq;
                if (mv & lst) sc++;
                if (pv & lst) sc--;
                mv = mv << 1 | 1;
                pv = pv << 1 | ~(xv | mv);
                mv &= xv;
            }
            i = n;
            while(i--)peq[a.charCodeAt(i)] = 0;
            return sc;
        };
        var myers_x = function(b, a) {
            var n = a.length;
            var m = b.length;
            var mhc = [];
            var phc = [];
            var hsize = Math.ceil(n / 32);
            var vsize = Math.ceil(m / 32);
            for(var i = 0; i < hsize; i++){
                phc[i] = -1;
                mhc[i] = 0;
            }
            var j = 0;
            for(; j < vsize - 1; j++){
                var mv_1 = 0;
                var pv_1 = -1;
                var start_1 = 32 * j;
                var vlen_1 = Math.min(32, m) + start_1;
                for(var k = start_1; k < vlen_1; k++)peq[b.charCodeAt(k)] |= 1 << k;
                for(var i = 0; i < n; i++){
                    var eq = peq[a.charCodeAt(i)];
                    var pb = phc[i / 32 | 0] >>> i & 1;
                    var mb = mhc[i / 32 | 0] >>> i & 1;
                    var xv = eq | mv_1;
                    var xh = ((eq | mb) & pv_1) + pv_1 ^ pv_1 | eq | mb;
                    var ph = mv_1 | ~(xh | pv_1);
                    var mh = pv_1 & xh;
                    if (ph >>> 31 ^ pb) phc[i / 32 | 0] ^= 1 << i;
                    if (mh >>> 31 ^ mb) mhc[i / 32 | 0] ^= 1 << i;
                    ph = ph << 1 | pb;
                    mh = mh << 1 | mb;
                    pv_1 = mh | ~(xv | ph);
                    mv_1 = ph & xv;
                }
                for(var k = start_1; k < vlen_1; k++)peq[b.charCodeAt(k)] = 0;
            }
            var mv = 0;
            var pv = -1;
            var start = 32 * j;
            var vlen = Math.min(32, m - start) + start;
            for(var k = start; k < vlen; k++)peq[b.charCodeAt(k)] |= 1 << k;
            var score = m;
            for(var i = 0; i < n; i++){
                var eq = peq[a.charCodeAt(i)];
                var pb = phc[i / 32 | 0] >>> i & 1;
                var mb = mhc[i / 32 | 0] >>> i & 1;
                var xv = eq | mv;
                var xh = ((eq | mb) & pv) + pv ^ pv | eq | mb;
                var ph = mv | ~(xh | pv);
                var mh = pv & xh;
                score += ph >>> m - 1 & 1;
                score -= mh >>> m - 1 & 1;
                if (ph >>> 31 ^ pb) phc[i / 32 | 0] ^= 1 << i;
                if (mh >>> 31 ^ mb) mhc[i / 32 | 0] ^= 1 << i;
                ph = ph << 1 | pb;
                mh = mh << 1 | mb;
                pv = mh | ~(xv | ph);
                mv = ph & xv;
            }
            for(var k = start; k < vlen; k++)peq[b.charCodeAt(k)] = 0;
            return score;
        };
        var distance = function(a, b) {
            if (a.length < b.length) {
                var tmp = b;
                b = a;
                a = tmp;
            }
            if (0 === b.length) return a.length;
            if (a.length <= 32) return myers_32(a, b);
            return myers_x(a, b);
        };
        exports.Io = distance;
    }),
    770: ((module, __unused_webpack_exports, __nccwpck_require__)=>{
        module.exports = __nccwpck_require__(218);
    }),
    218: ((__unused_webpack_module, exports, __nccwpck_require__)=>{
        __nccwpck_require__(278);
        var tls = __nccwpck_require__(756);
        var http = __nccwpck_require__(611);
        var https = __nccwpck_require__(692);
        var events = __nccwpck_require__(434);
        __nccwpck_require__(613);
        var util = __nccwpck_require__(23);
        exports.httpOverHttp = httpOverHttp;
        exports.httpsOverHttp = httpsOverHttp;
        exports.httpOverHttps = httpOverHttps;
        exports.httpsOverHttps = httpsOverHttps;
        function httpOverHttp(options) {
            var agent = new TunnelingAgent(options);
            agent.request = http.request;
            return agent;
        }
        function httpsOverHttp(options) {
            var agent = new TunnelingAgent(options);
            agent.request = http.request;
            agent.createSocket = createSecureSocket;
            agent.defaultPort = 443;
            return agent;
        }
        function httpOverHttps(options) {
            var agent = new TunnelingAgent(options);
            agent.request = https.request;
            return agent;
        }
        function httpsOverHttps(options) {
            var agent = new TunnelingAgent(options);
            agent.request = https.request;
            agent.createSocket = createSecureSocket;
            agent.defaultPort = 443;
            return agent;
        }
        function TunnelingAgent(options) {
            var self = this;
            self.options = options || {};
            self.proxyOptions = self.options.proxy || {};
            self.maxSockets = self.options.maxSockets || http.Agent.defaultMaxSockets;
            self.requests = [];
            self.sockets = [];
            self.on('free', function(socket, host, port, localAddress) {
                var options = toOptions(host, port, localAddress);
                for(var i = 0, len = self.requests.length; i < len; ++i){
                    var pending = self.requests[i];
                    if (pending.host === options.host && pending.port === options.port) {
                        self.requests.splice(i, 1);
                        pending.request.onSocket(socket);
                        return;
                    }
                }
                socket.destroy();
                self.removeSocket(socket);
            });
        }
        util.inherits(TunnelingAgent, events.EventEmitter);
        TunnelingAgent.prototype.addRequest = function(req, host, port, localAddress) {
            var self = this;
            var options = mergeOptions({
                request: req
            }, self.options, toOptions(host, port, localAddress));
            if (self.sockets.length >= this.maxSockets) return void self.requests.push(options);
            self.createSocket(options, function(socket) {
                socket.on('free', onFree);
                socket.on('close', onCloseOrRemove);
                socket.on('agentRemove', onCloseOrRemove);
                req.onSocket(socket);
                function onFree() {
                    self.emit('free', socket, options);
                }
                function onCloseOrRemove(err) {
                    self.removeSocket(socket);
                    socket.removeListener('free', onFree);
                    socket.removeListener('close', onCloseOrRemove);
                    socket.removeListener('agentRemove', onCloseOrRemove);
                }
            });
        };
        TunnelingAgent.prototype.createSocket = function(options, cb) {
            var self = this;
            var placeholder = {};
            self.sockets.push(placeholder);
            var connectOptions = mergeOptions({}, self.proxyOptions, {
                method: 'CONNECT',
                path: options.host + ':' + options.port,
                agent: false,
                headers: {
                    host: options.host + ':' + options.port
                }
            });
            if (options.localAddress) connectOptions.localAddress = options.localAddress;
            if (connectOptions.proxyAuth) {
                connectOptions.headers = connectOptions.headers || {};
                connectOptions.headers['Proxy-Authorization'] = 'Basic ' + new Buffer(connectOptions.proxyAuth).toString('base64');
            }
            debug1('making CONNECT request');
            var connectReq = self.request(connectOptions);
            connectReq.useChunkedEncodingByDefault = false;
            connectReq.once('response', onResponse);
            connectReq.once('upgrade', onUpgrade);
            connectReq.once('connect', onConnect);
            connectReq.once('error', onError);
            connectReq.end();
            function onResponse(res) {
                res.upgrade = true;
            }
            function onUpgrade(res, socket, head) {
                process.nextTick(function() {
                    onConnect(res, socket, head);
                });
            }
            function onConnect(res, socket, head) {
                connectReq.removeAllListeners();
                socket.removeAllListeners();
                if (200 !== res.statusCode) {
                    debug1('tunneling socket could not be established, statusCode=%d', res.statusCode);
                    socket.destroy();
                    var error = new Error("tunneling socket could not be established, statusCode=" + res.statusCode);
                    error.code = 'ECONNRESET';
                    options.request.emit('error', error);
                    self.removeSocket(placeholder);
                    return;
                }
                if (head.length > 0) {
                    debug1('got illegal response body from proxy');
                    socket.destroy();
                    var error = new Error('got illegal response body from proxy');
                    error.code = 'ECONNRESET';
                    options.request.emit('error', error);
                    self.removeSocket(placeholder);
                    return;
                }
                debug1('tunneling connection has established');
                self.sockets[self.sockets.indexOf(placeholder)] = socket;
                return cb(socket);
            }
            function onError(cause) {
                connectReq.removeAllListeners();
                debug1('tunneling socket could not be established, cause=%s\n', cause.message, cause.stack);
                var error = new Error("tunneling socket could not be established, cause=" + cause.message);
                error.code = 'ECONNRESET';
                options.request.emit('error', error);
                self.removeSocket(placeholder);
            }
        };
        TunnelingAgent.prototype.removeSocket = function(socket) {
            var pos = this.sockets.indexOf(socket);
            if (-1 === pos) return;
            this.sockets.splice(pos, 1);
            var pending = this.requests.shift();
            if (pending) this.createSocket(pending, function(socket) {
                pending.request.onSocket(socket);
            });
        };
        function createSecureSocket(options, cb) {
            var self = this;
            TunnelingAgent.prototype.createSocket.call(self, options, function(socket) {
                var hostHeader = options.request.getHeader('host');
                var tlsOptions = mergeOptions({}, self.options, {
                    socket: socket,
                    servername: hostHeader ? hostHeader.replace(/:.*$/, '') : options.host
                });
                var secureSocket = tls.connect(0, tlsOptions);
                self.sockets[self.sockets.indexOf(socket)] = secureSocket;
                cb(secureSocket);
            });
        }
        function toOptions(host, port, localAddress) {
            if ('string' == typeof host) return {
                host: host,
                port: port,
                localAddress: localAddress
            };
            return host;
        }
        function mergeOptions(target) {
            for(var i = 1, len = arguments.length; i < len; ++i){
                var overrides = arguments[i];
                if ('object' == typeof overrides) {
                    var keys = Object.keys(overrides);
                    for(var j = 0, keyLen = keys.length; j < keyLen; ++j){
                        var k = keys[j];
                        if (void 0 !== overrides[k]) target[k] = overrides[k];
                    }
                }
            }
            return target;
        }
        var debug1;
        debug1 = process.env.NODE_DEBUG && /\btunnel\b/.test(process.env.NODE_DEBUG) ? function() {
            var args = Array.prototype.slice.call(arguments);
            if ('string' == typeof args[0]) args[0] = 'TUNNEL: ' + args[0];
            else args.unshift('TUNNEL:');
            console.error.apply(console, args);
        } : function() {};
    }),
    137: ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__)=>{
        __nccwpck_require__.d(__webpack_exports__, {
            DK: ()=>composeDescription,
            OX: ()=>toSingleLine,
            fz: ()=>userText,
            r7: ()=>DESCRIPTION_LIMIT,
            ss: ()=>hasKeepTag,
            ue: ()=>toBasicPlane,
            xv: ()=>truncate
        });
        var _marker_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(285);
        const DESCRIPTION_LIMIT = 255;
        const KEEP = /\[keep\]/i;
        function hasKeepTag(description) {
            return KEEP.test(description ?? '');
        }
        const WHITESPACE_AND_CONTROL = /[\s\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;
        function toSingleLine(text) {
            return text.toWellFormed().replace(WHITESPACE_AND_CONTROL, ' ').trim();
        }
        function truncate(text, limit) {
            if (text.length <= limit) return text;
            const last = text.charCodeAt(limit - 1);
            const isHalf = last >= 0xd800 && last <= 0xdbff;
            return text.slice(0, Math.max(0, isHalf ? limit - 1 : limit));
        }
        function toBasicPlane(text) {
            return text.replace(/[\u{10000}-\u{10ffff}]/gu, '');
        }
        function composeDescription(text, marker) {
            const line = toSingleLine(text);
            const keepTag = KEEP.exec(line)?.[0] ?? '';
            const tail = (0, _marker_js__WEBPACK_IMPORTED_MODULE_0__.Bd)(marker, DESCRIPTION_LIMIT - ('' === keepTag ? 0 : keepTag.length + 1));
            const shown = truncateKeepingTag(line, keepTag, DESCRIPTION_LIMIT - tail.length - 1);
            return '' === shown ? tail : `${shown} ${tail}`;
        }
        function truncateKeepingTag(text, keepTag, limit) {
            const plain = truncate(text, limit).trimEnd();
            if ('' === keepTag || plain.includes(keepTag)) return plain;
            return `${truncate(text, limit - keepTag.length - 1).trimEnd()} ${keepTag}`.trimStart();
        }
        function userText(description) {
            return (description ?? '').replace(/\s*\[gha [^[\]]*\]\s*$/, '');
        }
    }),
    285: ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__)=>{
        __nccwpck_require__.d(__webpack_exports__, {
            Bd: ()=>renderMarker,
            CJ: ()=>hasKey,
            QS: ()=>parseOwnMarker,
            cc: ()=>isFromRun,
            gY: ()=>parseMarker
        });
        const MARKER = new RegExp([
            String.raw`\[gha (?<owner>[^\s/[\]#]+)\/(?<repo>[^\s/[\]#]+)(?:#(?<repositoryId>\d+))?`,
            String.raw`(?<kind>create|safety) run=(?<runId>\d+)\.(?<attempt>\d+)`,
            String.raw`job=(?<job>[^\s[\]]*) sha=(?<sha>[^\s[\]]*)`,
            String.raw`(?:state=(?<state>good|bad) )?key=(?<key>[0-9a-f]{12})\]$`
        ].join(' '));
        const SHORT_SHA_LENGTH = 12;
        const MAX_MARKER_LENGTH = 300;
        function parseMarker(description) {
            const tail = (description ?? '').slice(-MAX_MARKER_LENGTH).trimEnd();
            const groups = MARKER.exec(tail)?.groups;
            if (void 0 === groups) return null;
            const { owner = '', repo = '', runId = '', job = '', sha = '', key = '' } = groups;
            return {
                ...{
                    owner,
                    repo,
                    runId,
                    job,
                    sha,
                    key
                },
                repositoryId: groups.repositoryId ?? null,
                kind: groups.kind,
                attempt: Number(groups.attempt),
                state: groups.state ?? null
            };
        }
        function renderMarker(marker, limit) {
            const full = render(marker);
            if (full.length <= limit) return full;
            const shorter = {
                ...marker,
                sha: marker.sha.slice(0, SHORT_SHA_LENGTH)
            };
            const over = Math.max(0, render(shorter).length - limit);
            return render({
                ...shorter,
                job: marker.job.slice(0, Math.max(0, marker.job.length - over))
            });
        }
        function isFromRepository(marker, repository) {
            if (null !== marker.repositoryId && null !== repository.repositoryId) return marker.repositoryId === repository.repositoryId;
            const nameOf = ({ owner, repo })=>`${owner}/${repo}`.toLowerCase();
            return nameOf(marker) === nameOf(repository);
        }
        function parseOwnMarker(description, repository) {
            const marker = parseMarker(description);
            return null !== marker && isFromRepository(marker, repository) ? marker : null;
        }
        function isFromRun(description, run) {
            return parseOwnMarker(description, run)?.runId === run.runId;
        }
        function hasKey(description, key) {
            return description?.includes(key) === true && parseMarker(description)?.key === key;
        }
        function render(m) {
            const id = null === m.repositoryId ? '' : `#${m.repositoryId}`;
            const run = `run=${m.runId}.${m.attempt} job=${m.job} sha=${m.sha}`;
            const state = null === m.state ? '' : `state=${m.state} `;
            return `[gha ${m.owner}/${m.repo}${id} ${m.kind} ${run} ${state}key=${m.key}]`;
        }
    }),
    916: ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__)=>{
        __nccwpck_require__.d(__webpack_exports__, {
            K1: ()=>remedyText,
            Lt: ()=>combineErrors,
            SM: ()=>remedyOf,
            Zw: ()=>problemOf,
            cc: ()=>CancelledError,
            dz: ()=>InputError,
            gJ: ()=>errorMessage,
            lZ: ()=>ActionError
        });
        class ActionError extends Error {
            problem;
            remedy;
            constructor(problem, remedy, options = {}){
                super([
                    `${problem} ${remedyText(remedy)}`.trim(),
                    ...options.table ?? []
                ].join('\n'), void 0 === options.cause ? {} : {
                    cause: options.cause
                });
                this.problem = problem;
                this.remedy = remedy;
                this.table = options.table ?? [];
            }
            table;
        }
        class InputError extends Error {
            problems;
            constructor(problems){
                super([
                    'The inputs are not valid; no request was sent.',
                    ...problems.map((p)=>`- ${p}`)
                ].join('\n'));
                this.problems = problems;
            }
        }
        class CancelledError extends Error {
            constructor(by){
                super(`Cancelled by ${by}.`);
            }
        }
        function remedyText(remedy) {
            if ('string' == typeof remedy) return remedy;
            return `To resume, run a step with operation: wait and backup_id: ${remedy.resume.join(',')}.`;
        }
        function problemOf(error) {
            if (!(error instanceof ActionError)) return errorMessage(error);
            return [
                error.problem,
                ...error.table
            ].join('\n');
        }
        function remedyOf(error) {
            return error instanceof ActionError ? error.remedy : '';
        }
        function errorMessage(error) {
            return error instanceof Error ? error.message : String(error);
        }
        function combineErrors(errors, of) {
            const [first] = errors;
            if (void 0 !== first && 1 === of.count) return first;
            const lines = errors.map((error)=>`- ${problemOf(error)}`);
            const problem = [
                `${errors.length} of ${of.count} ${of.noun} failed.`,
                ...lines
            ].join('\n');
            const remedy = combineRemedies(errors.map(remedyOf).filter((remedy)=>'' !== remedy));
            return new CombinedError(problem, remedy, {
                cause: errors
            });
        }
        class CombinedError extends ActionError {
            constructor(problem, remedy, options){
                super(problem, remedy, options);
                this.message = [
                    problem,
                    remedyText(remedy)
                ].filter((line)=>'' !== line).join('\n');
            }
        }
        function combineRemedies(remedies) {
            const ids = remedies.flatMap((remedy)=>'string' == typeof remedy ? [] : remedy.resume);
            return ids.length > 0 ? {
                resume: ids
            } : remedies[0] ?? '';
        }
    }),
    923: ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__)=>{
        __nccwpck_require__.d(__webpack_exports__, {
            KM: ()=>serverLabel,
            LS: ()=>plural,
            Mx: ()=>reasonGroup,
            Rh: ()=>statusLabel,
            TR: ()=>describeSettings,
            XM: ()=>backupLabel,
            Xq: ()=>formatSize,
            ZH: ()=>capitalize,
            a3: ()=>formatDuration,
            nV: ()=>formatAge,
            rq: ()=>serversLabel,
            wy: ()=>describePolicy
        });
        var _sanitize_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(211);
        const SECOND_MS = 1_000;
        const HOUR_MS = 3_600_000;
        const DAY_MS = 24 * HOUR_MS;
        function formatDuration(ms) {
            if (ms >= 2 * DAY_MS) return `${Math.round(ms / DAY_MS * 10) / 10}d`;
            const seconds = Math.round(Math.max(0, ms) / SECOND_MS);
            if (seconds < 60) return `${seconds}s`;
            const minutes = Math.floor(seconds / 60);
            if (minutes < 60) return `${minutes}m${rest(seconds % 60, 's')}`;
            return `${Math.floor(minutes / 60)}h${rest(minutes % 60, 'm')}`;
        }
        function rest(amount, unit) {
            return 0 === amount ? '' : `${amount}${unit}`;
        }
        function formatSize(megabytes) {
            if (null === megabytes) return '';
            const rounded = Math.round(10 * megabytes) / 10;
            if (rounded < 1_000) return `${rounded} MB`;
            return `${(megabytes / 1_000).toFixed(1)} GB`;
        }
        function plural(count, noun) {
            return `${count} ${noun}${1 === count ? '' : 's'}`;
        }
        function serverLabel(id, name = null) {
            return name ? `server ${id} (${(0, _sanitize_js__WEBPACK_IMPORTED_MODULE_0__.ml)(name)})` : `server ${id}`;
        }
        function backupLabel(backup) {
            return `backup ${backup.id} of ${serverLabel(backup.serverId, backup.serverName)}`;
        }
        function statusLabel(status) {
            return (0, _sanitize_js__WEBPACK_IMPORTED_MODULE_0__.ml)(status, 60) || 'no status';
        }
        function serversLabel(servers) {
            const [only] = servers;
            if (void 0 === only) return 'all servers';
            if (1 === servers.length) return serverLabel(only.id, only.name);
            if (servers.length > 20) return `${servers.length} servers`;
            return `servers ${servers.map(({ id })=>id).join(', ')}`;
        }
        function describeSettings(settings) {
            const given = settings.filter((setting)=>null !== setting);
            return 0 === given.length ? '' : ` (${given.join(', ')})`;
        }
        function describePolicy(policy) {
            const parts = [
                null === policy.keepLast ? null : `keep_last ${policy.keepLast}`,
                null === policy.olderThanMs ? null : `older_than ${formatDuration(policy.olderThanMs)}`,
                `scope ${policy.scope}`,
                null === policy.match ? null : `match ${(0, _sanitize_js__WEBPACK_IMPORTED_MODULE_0__.hD)(policy.match)}`
            ];
            return parts.filter((part)=>null !== part).join(', ');
        }
        function formatAge(backup, now) {
            if (null === backup.createdAtMs) return null === backup.createdAt ? 'no date' : 'unusable date';
            return `${formatDuration(now - backup.createdAtMs)} old`;
        }
        function capitalize(text) {
            return text.charAt(0).toUpperCase() + text.slice(1);
        }
        function reasonGroup(reason) {
            return reason.replace(/^number \d+ of/, 'among');
        }
    }),
    211: ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__)=>{
        __nccwpck_require__.d(__webpack_exports__, {
            Fj: ()=>secretsOf,
            RW: ()=>hideCredentials,
            aL: ()=>escapeTableCell,
            g$: ()=>sanitizeLine,
            hD: ()=>quote,
            lY: ()=>createRedactor,
            ml: ()=>shorten,
            oi: ()=>safeJson
        });
        const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;
        const INVISIBLE = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
        const MAX_LINE_LENGTH = 4_000;
        function sanitizeLine(text) {
            const start = text.length > MAX_LINE_LENGTH ? `${text.slice(0, MAX_LINE_LENGTH)}\u{2026}` : text;
            const line = start.toWellFormed().replace(CONTROL, ' ').replace(INVISIBLE, '');
            return line.replaceAll('##[', '# #[').replace(/^(\s*):(?=:)/, '$1: ');
        }
        function shorten(text, limit = 100) {
            return cutTo(sanitizeLine(text).trim(), limit);
        }
        function quote(text) {
            return `"${cutTo(sanitizeLine(text), 100)}"`;
        }
        function cutTo(line, limit) {
            return line.length > limit ? `${line.slice(0, limit)}\u{2026}`.toWellFormed() : line;
        }
        const MARKUP = /[\\`*_{}[\]<>&|~#!@$]|:(?=\/\/)/g;
        function escapeTableCell(text, limit = 200) {
            return escapeMarkup(shorten(text, limit));
        }
        function escapeMarkup(text) {
            return text.replace(MARKUP, (sign)=>`&#${sign.charCodeAt(0)};`);
        }
        function safeJson(value) {
            const asCode = (sign)=>`\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
            return JSON.stringify(value).replace(/[\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, asCode).replace(/#(?=#\[)|:(?=:)/g, asCode);
        }
        function hideCredentials(url) {
            return url.replace(/^([a-z][a-z0-9+.-]*:[\\/]+)?.*@/is, '$1***@');
        }
        const MIN_SECRET_LENGTH = 6;
        function secretsOf(tokens) {
            const words = tokens.flatMap((token)=>token.split(/\s+/)).filter(isMaskable);
            return [
                ...new Set([
                    ...tokens,
                    ...words
                ])
            ].filter((one)=>'' !== one);
        }
        function isMaskable(word) {
            return word.length >= MIN_SECRET_LENGTH && /\D/.test(word) && !/^bearer$/i.test(word);
        }
        function createRedactor(secrets) {
            const forms = secretsOf(secrets).filter(isMaskable).flatMap((secret)=>[
                    secret,
                    JSON.stringify(secret).slice(1, -1),
                    escapeMarkup(secret)
                ]);
            const distinct = [
                ...new Set(forms)
            ];
            return (text)=>distinct.reduce((rest, form)=>rest.replaceAll(form, '***'), text);
        }
    }),
    290: ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__)=>{
        __nccwpck_require__.d(__webpack_exports__, {
            RH: ()=>EMPTY_BODY,
            kW: ()=>parseErrorBody,
            qF: ()=>parseJson
        });
        var _backups_description_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(137);
        const EMPTY_BODY = {
            detail: '',
            text: '',
            isWebPage: false,
            fields: []
        };
        const MAX_DETAIL_LENGTH = 300;
        const MAX_DETAIL_WORDS = 20;
        const MAX_TEXT_LENGTH = 4_000;
        const MAX_DEPTH = 4;
        const MAX_ENTRIES = 10;
        const MESSAGE_NAMES = [
            'detail',
            'message',
            'msg',
            'error',
            'errors',
            'non_field_errors'
        ];
        const FIELD_PATH = /^[\w./[\]-]{1,80}$/;
        function parseErrorBody(body) {
            const json = parseJson(body);
            const isWebPage = void 0 === json && /^\s*<(!doctype|html|head|body|\?xml)/i.test(body);
            const messages = void 0 === json ? [
                plainText(body)
            ] : collectMessages(json, 0);
            const text = (0, _backups_description_js__WEBPACK_IMPORTED_MODULE_0__.xv)((0, _backups_description_js__WEBPACK_IMPORTED_MODULE_0__.OX)([
                ...new Set(messages)
            ].join('; ')), MAX_TEXT_LENGTH);
            return {
                detail: toDetail(text),
                text,
                isWebPage,
                fields: void 0 === json ? [] : collectFields(json, 0)
            };
        }
        function toDetail(text) {
            const words = text.split(' ').slice(0, MAX_DETAIL_WORDS).join(' ');
            const isComplete = words === text && text.length <= MAX_DETAIL_LENGTH;
            return isComplete ? text : `${(0, _backups_description_js__WEBPACK_IMPORTED_MODULE_0__.xv)(words, MAX_DETAIL_LENGTH - 1)}\u{2026}`;
        }
        function parseJson(body) {
            try {
                return JSON.parse(body.replace(/^\uFEFF/, ''));
            } catch  {
                return;
            }
        }
        function collectMessages(value, depth) {
            if ('string' == typeof value) return [
                value
            ];
            if ('object' != typeof value || null === value || depth > MAX_DEPTH) return [];
            if (Array.isArray(value)) return value.slice(0, MAX_ENTRIES).flatMap((entry)=>collectMessages(entry, depth + 1));
            const record = value;
            const known = MESSAGE_NAMES.flatMap((name)=>collectMessages(record[name], depth + 1));
            if (known.length > 0) return known;
            return Object.entries(record).slice(0, MAX_ENTRIES).flatMap(([field, entry])=>collectMessages(entry, depth + 1).map((one)=>`${field}: ${one}`));
        }
        function collectFields(value, depth) {
            if ('string' == typeof value) return FIELD_PATH.test(value) ? value.split(/[./[\]]+/) : [];
            if ('object' != typeof value || null === value || depth > MAX_DEPTH) return [];
            const names = Array.isArray(value) ? [] : Object.keys(value);
            return [
                ...names,
                ...Object.values(value).flatMap((entry)=>collectFields(entry, depth + 1))
            ];
        }
        function plainText(body) {
            const start = body.slice(0, 20_000);
            if (!/<[a-z!/]/i.test(start)) return start.slice(0, MAX_TEXT_LENGTH);
            const title = /<title[^>]*>([^<]*)</i.exec(start)?.[1] ?? '';
            const text = start.replace(/<(script|style|title)[\s\S]*?(<\/\1>|$)/gi, ' ').replace(/<[^>]*>?/g, ' ');
            return `${title} ${text}`.slice(0, MAX_TEXT_LENGTH);
        }
    }),
    220: ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__)=>{
        __nccwpck_require__.d(__webpack_exports__, {
            Dr: ()=>NetworkError,
            MF: ()=>classifyPollError,
            PX: ()=>ignoreApiError,
            hD: ()=>ApiError,
            kX: ()=>CERTIFICATE
        });
        var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(916);
        var _report_labels_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(923);
        var _error_body_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(290);
        class NetworkError extends Error {
            code;
            maybeDelivered;
            about;
            constructor(code, maybeDelivered, about = {}){
                super(describeCode(code, about.subject), {
                    cause: about.cause
                });
                this.code = code;
                this.maybeDelivered = maybeDelivered;
                this.about = about;
            }
            get isCertificate() {
                return CERTIFICATE.test(this.code);
            }
            get isPermanent() {
                return this.isCertificate || 'PROXY' === this.code && /statusCode=4\d\d/.test(this.message);
            }
        }
        const CERTIFICATE = /^(ERR_TLS_CERT_ALTNAME_INVALID|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA)/;
        const NETWORK_ERRORS = {
            ECONNREFUSED: (host)=>`${host} refused the connection`,
            ECONNRESET: ()=>'the connection was reset',
            ENOTFOUND: (host)=>`the host name ${host} is not known`,
            EAI_AGAIN: (host)=>`the host name ${host} could not be resolved`,
            ETIMEDOUT: (host)=>`the connection to ${host} timed out`,
            TIMEOUT: ()=>'the request timed out',
            PROXY: (proxy)=>proxy,
            ENCODING: (encoding)=>`the answer has the content encoding ${encoding}, which was not asked for`
        };
        function describeCode(code, subject = 'the host') {
            if (CERTIFICATE.test(code)) return `the certificate of ${subject} was not accepted (${code})`;
            const words = NETWORK_ERRORS[code]?.(subject) ?? 'the connection failed';
            return 'PROXY' === code || 'ENCODING' === code ? words : `${words} (${code})`;
        }
        class ApiError extends _errors_js__WEBPACK_IMPORTED_MODULE_0__.lZ {
            action;
            status;
            details;
            constructor(action, status, details = {}){
                super(problem(action, status, details), remedy(action, status, details), {
                    cause: details.cause
                });
                this.action = action;
                this.status = status;
                this.details = details;
            }
            get body() {
                return this.details.body ?? _error_body_js__WEBPACK_IMPORTED_MODULE_2__.RH;
            }
            get retryAfterMs() {
                return this.details.retryAfterMs ?? null;
            }
            get isRedirect() {
                return null !== this.status && this.status >= 300 && this.status < 400;
            }
            get isTransient() {
                const { status } = this;
                if (null === status) return !this.#network?.isPermanent;
                if (409 === status || 423 === status) return null !== this.retryAfterMs;
                if (403 === status || 404 === status) return this.body.isWebPage;
                return status < 400 || status >= 500 || [
                    408,
                    425,
                    429
                ].includes(status);
            }
            get mayHaveSucceeded() {
                const { status } = this;
                if (null === status) return this.#network?.maybeDelivered ?? true;
                return status < 400 || 408 === status || status >= 500;
            }
            get shortReason() {
                const { status, details } = this;
                if (null === status) return this.#network?.message ?? 'no answer';
                return `${status}${suffix(details.invalid ?? details.body?.detail ?? '')}`;
            }
            get #network() {
                return this.cause instanceof NetworkError ? this.cause : null;
            }
        }
        function problem(action, status, details) {
            if (null === status) return `Could not ${action}: ${causeMessage(details.cause)}.`;
            if (details.body?.isWebPage) return `Could not ${action}: a web page came instead of an answer of the API (${status}${suffix(details.body.detail)}).`;
            if (void 0 !== details.location) return `Could not ${action}: VPS.org redirects to ${details.location} (${status}), and redirects are not followed.`;
            const why = details.invalid ?? details.body?.detail ?? '';
            return `Could not ${action}: VPS.org answered ${status}${suffix(why)}.`;
        }
        function causeMessage(cause) {
            return cause instanceof Error ? cause.message : 'no answer came';
        }
        function suffix(text) {
            const trimmed = text.replace(/[.\s]+$/, '');
            return '' === trimmed ? '' : `: ${trimmed}`;
        }
        const NOT_FOUND = {
            'list backups': 'Check api_url, and server_id where it is given.',
            'list servers': 'Check api_url.',
            'create a backup': 'Check server_id, and that the token belongs to the account of that server.',
            'delete the backup': 'Check backup_id.',
            'restore the backup': 'Check server_id and backup_id.'
        };
        const REMEDIES = {
            401: "Create a new token on your VPS.org account's developer page and store it as the secret that api_token reads.",
            403: "Give the token this permission on your VPS.org account's developer page.",
            413: "Use a shorter description."
        };
        function remedy(action, status, details) {
            if (null === status) return networkRemedy(details.cause);
            if (details.body?.isWebPage) return 'Check that api_url is the API, and that no firewall or login page stands in front of it.';
            if (void 0 !== details.location) return 'Check api_url.';
            if (details.retryAfterMs) return `Try again in ${(0, _report_labels_js__WEBPACK_IMPORTED_MODULE_1__.a3)(60_000 * Math.ceil(details.retryAfterMs / 60_000))}.`;
            if (404 === status) return NOT_FOUND[action];
            const isTheirs = status >= 500 || status < 300 || [
                408,
                409,
                423,
                425
            ].includes(status);
            return REMEDIES[status] ?? (isTheirs || 429 === status ? 'Try again later.' : 'Check the inputs.');
        }
        function networkRemedy(cause) {
            if (!(cause instanceof NetworkError)) return 'Check the network and api_url.';
            if (cause.isCertificate) return 'If a company proxy signs it, set NODE_EXTRA_CA_CERTS to the file of its CA.';
            if ('PROXY' === cause.code) return 'Check that variable, and the user and password in it.';
            if ('ENCODING' === cause.code) return 'Check what stands between the runner and api_url.';
            return 'Check the network and api_url.';
        }
        function classifyPollError(error) {
            if (!(error instanceof ApiError)) return {
                kind: 'fatal',
                retryAfterMs: 0
            };
            const retryAfterMs = error.retryAfterMs ?? 0;
            if (error.isTransient) return {
                kind: 'transient',
                retryAfterMs
            };
            return {
                kind: 401 === error.status || 403 === error.status ? 'confirm' : 'fatal',
                retryAfterMs
            };
        }
        function ignoreApiError(error) {
            if (error instanceof ApiError) return null;
            throw error;
        }
    }),
    222: ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__)=>{
        __nccwpck_require__.d(__webpack_exports__, {
            m6: ()=>parseHttpDate,
            sT: ()=>retryAfterOf
        });
        function parseRetryAfter(header, now) {
            const text = header?.trim() ?? '';
            if (/^\d{1,9}$/.test(text)) return 1_000 * Number(text);
            const at = parseHttpDate(text);
            return null === at ? null : Math.max(at - now, 0);
        }
        function retryAfterOf(headers, apiNow) {
            return parseRetryAfter(headers['retry-after'], parseHttpDate(headers.date) ?? apiNow);
        }
        function parseHttpDate(text) {
            if (void 0 === text || !/^[A-Z][a-z]{2,8}, /.test(text)) return null;
            const at = Date.parse(text);
            return Number.isNaN(at) ? null : at;
        }
    }),
    613: ((module)=>{
        module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("assert");
    }),
    434: ((module)=>{
        module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("events");
    }),
    611: ((module)=>{
        module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("http");
    }),
    692: ((module)=>{
        module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("https");
    }),
    278: ((module)=>{
        module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("net");
    }),
    877: ((module)=>{
        module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:v8");
    }),
    522: ((module)=>{
        module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:zlib");
    }),
    756: ((module)=>{
        module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("tls");
    }),
    23: ((module)=>{
        module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("util");
    }),
    934: ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__)=>{
        __nccwpck_require__.d(__webpack_exports__, {
            BpQ: ()=>minLength,
            Bqr: ()=>trim,
            FsL: ()=>pipe,
            Ikc: ()=>object,
            KCZ: ()=>union,
            KIO: ()=>picklist,
            L5J: ()=>unknown,
            NpB: ()=>fallback,
            PXX: ()=>toLowerCase,
            Wwf: ()=>minValue,
            Y2b: ()=>safeInteger,
            YOg: ()=>array,
            YjP: ()=>string,
            aig: ()=>number,
            cGV: ()=>maxValue,
            lqM: ()=>optional,
            mee: ()=>nullable,
            pdi: ()=>transform,
            qgA: ()=>parse,
            xLC: ()=>safeParse,
            yGV: ()=>regex,
            z6Y: ()=>check
        });
        let store$4;
        const DEFAULT_CONFIG = {
            lang: void 0,
            message: void 0,
            abortEarly: void 0,
            abortPipeEarly: void 0
        };
        function getGlobalConfig(config$1) {
            if (!config$1 && !store$4) return DEFAULT_CONFIG;
            return {
                lang: config$1?.lang ?? store$4?.lang,
                message: config$1?.message,
                abortEarly: config$1?.abortEarly ?? store$4?.abortEarly,
                abortPipeEarly: config$1?.abortPipeEarly ?? store$4?.abortPipeEarly
            };
        }
        let store$3;
        function getGlobalMessage(lang) {
            return store$3?.get(lang);
        }
        let store$2;
        function getSchemaMessage(lang) {
            return store$2?.get(lang);
        }
        let store$1;
        function getSpecificMessage(reference, lang) {
            return store$1?.get(reference)?.get(lang);
        }
        function _stringify(input) {
            const type = typeof input;
            if ("string" === type) return `"${input}"`;
            if ("number" === type || "bigint" === type || "boolean" === type) return `${input}`;
            if ("object" === type || "function" === type) return (input && Object.getPrototypeOf(input)?.constructor?.name) ?? "null";
            return type;
        }
        function _addIssue(context, label, dataset, config$1, other) {
            const input = other && "input" in other ? other.input : dataset.value;
            const expected = other?.expected ?? context.expects ?? null;
            const received = other?.received ?? _stringify(input);
            const issue1 = {
                kind: context.kind,
                type: context.type,
                input,
                expected,
                received,
                message: `Invalid ${label}: ${expected ? `Expected ${expected} but r` : "R"}eceived ${received}`,
                requirement: context.requirement,
                path: other?.path,
                issues: other?.issues,
                lang: config$1.lang,
                abortEarly: config$1.abortEarly,
                abortPipeEarly: config$1.abortPipeEarly
            };
            const isSchema = "schema" === context.kind;
            const message$1 = other?.message ?? context.message ?? getSpecificMessage(context.reference, issue1.lang) ?? (isSchema ? getSchemaMessage(issue1.lang) : null) ?? config$1.message ?? getGlobalMessage(issue1.lang);
            if (void 0 !== message$1) issue1.message = "function" == typeof message$1 ? message$1(issue1) : message$1;
            if (isSchema) dataset.typed = false;
            if (dataset.issues) dataset.issues.push(issue1);
            else dataset.issues = [
                issue1
            ];
        }
        function _joinExpects(values$1, separator) {
            const list = [
                ...new Set(values$1)
            ];
            if (list.length > 1) return `(${list.join(` ${separator} `)})`;
            return list[0] ?? "never";
        }
        function _standardSchema(schema) {
            schema["~standard"] = {
                version: 1,
                vendor: "valibot",
                validate: (value$1)=>schema["~run"]({
                        value: value$1
                    }, getGlobalConfig())
            };
            return schema;
        }
        var ValiError = class extends Error {
            constructor(issues){
                super(issues[0].message);
                this.name = "ValiError";
                this.issues = issues;
            }
        };
        function check(requirement, message$1) {
            return {
                kind: "validation",
                type: "check",
                reference: check,
                async: false,
                expects: null,
                requirement,
                message: message$1,
                "~run" (dataset, config$1) {
                    if (dataset.typed && !this.requirement(dataset.value)) _addIssue(this, "input", dataset, config$1);
                    return dataset;
                }
            };
        }
        function maxValue(requirement, message$1) {
            return {
                kind: "validation",
                type: "max_value",
                reference: maxValue,
                async: false,
                expects: `<=${requirement instanceof Date ? requirement.toJSON() : _stringify(requirement)}`,
                requirement,
                message: message$1,
                "~run" (dataset, config$1) {
                    if (dataset.typed && !(dataset.value <= this.requirement)) _addIssue(this, "value", dataset, config$1, {
                        received: dataset.value instanceof Date ? dataset.value.toJSON() : _stringify(dataset.value)
                    });
                    return dataset;
                }
            };
        }
        function minLength(requirement, message$1) {
            return {
                kind: "validation",
                type: "min_length",
                reference: minLength,
                async: false,
                expects: `>=${requirement}`,
                requirement,
                message: message$1,
                "~run" (dataset, config$1) {
                    if (dataset.typed && dataset.value.length < this.requirement) _addIssue(this, "length", dataset, config$1, {
                        received: `${dataset.value.length}`
                    });
                    return dataset;
                }
            };
        }
        function minValue(requirement, message$1) {
            return {
                kind: "validation",
                type: "min_value",
                reference: minValue,
                async: false,
                expects: `>=${requirement instanceof Date ? requirement.toJSON() : _stringify(requirement)}`,
                requirement,
                message: message$1,
                "~run" (dataset, config$1) {
                    if (dataset.typed && !(dataset.value >= this.requirement)) _addIssue(this, "value", dataset, config$1, {
                        received: dataset.value instanceof Date ? dataset.value.toJSON() : _stringify(dataset.value)
                    });
                    return dataset;
                }
            };
        }
        function regex(requirement, message$1) {
            return {
                kind: "validation",
                type: "regex",
                reference: regex,
                async: false,
                expects: `${requirement}`,
                requirement,
                message: message$1,
                "~run" (dataset, config$1) {
                    if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "format", dataset, config$1);
                    return dataset;
                }
            };
        }
        function safeInteger(message$1) {
            return {
                kind: "validation",
                type: "safe_integer",
                reference: safeInteger,
                async: false,
                expects: null,
                requirement: Number.isSafeInteger,
                message: message$1,
                "~run" (dataset, config$1) {
                    if (dataset.typed && !this.requirement(dataset.value)) _addIssue(this, "safe integer", dataset, config$1);
                    return dataset;
                }
            };
        }
        function toLowerCase() {
            return {
                kind: "transformation",
                type: "to_lower_case",
                reference: toLowerCase,
                async: false,
                "~run" (dataset) {
                    dataset.value = dataset.value.toLowerCase();
                    return dataset;
                }
            };
        }
        function transform(operation) {
            return {
                kind: "transformation",
                type: "transform",
                reference: transform,
                async: false,
                operation,
                "~run" (dataset) {
                    dataset.value = this.operation(dataset.value);
                    return dataset;
                }
            };
        }
        function trim() {
            return {
                kind: "transformation",
                type: "trim",
                reference: trim,
                async: false,
                "~run" (dataset) {
                    dataset.value = dataset.value.trim();
                    return dataset;
                }
            };
        }
        function getFallback(schema, dataset, config$1) {
            return "function" == typeof schema.fallback ? schema.fallback(dataset, config$1) : schema.fallback;
        }
        function fallback(schema, fallback$1) {
            return _standardSchema({
                ...schema,
                fallback: fallback$1,
                "~run" (dataset, config$1) {
                    const outputDataset = schema["~run"](dataset, config$1);
                    return outputDataset.issues ? {
                        typed: true,
                        value: getFallback(this, outputDataset, config$1)
                    } : outputDataset;
                }
            });
        }
        function getDefault(schema, dataset, config$1) {
            return "function" == typeof schema.default ? schema.default(dataset, config$1) : schema.default;
        }
        function array(item, message$1) {
            return _standardSchema({
                kind: "schema",
                type: "array",
                reference: array,
                expects: "Array",
                async: false,
                item,
                message: message$1,
                "~run" (dataset, config$1) {
                    const input = dataset.value;
                    if (Array.isArray(input)) {
                        dataset.typed = true;
                        dataset.value = [];
                        for(let key = 0; key < input.length; key++){
                            const value$1 = input[key];
                            const itemDataset = this.item["~run"]({
                                value: value$1
                            }, config$1);
                            if (itemDataset.issues) {
                                const pathItem = {
                                    type: "array",
                                    origin: "value",
                                    input,
                                    key,
                                    value: value$1
                                };
                                for (const issue1 of itemDataset.issues){
                                    if (issue1.path) issue1.path.unshift(pathItem);
                                    else issue1.path = [
                                        pathItem
                                    ];
                                    dataset.issues?.push(issue1);
                                }
                                if (!dataset.issues) dataset.issues = itemDataset.issues;
                                if (config$1.abortEarly) {
                                    dataset.typed = false;
                                    break;
                                }
                            }
                            if (!itemDataset.typed) dataset.typed = false;
                            dataset.value.push(itemDataset.value);
                        }
                    } else _addIssue(this, "type", dataset, config$1);
                    return dataset;
                }
            });
        }
        function nullable(wrapped, default_) {
            return _standardSchema({
                kind: "schema",
                type: "nullable",
                reference: nullable,
                expects: `(${wrapped.expects} | null)`,
                async: false,
                wrapped,
                default: default_,
                "~run" (dataset, config$1) {
                    if (null === dataset.value) {
                        if (void 0 !== this.default) dataset.value = getDefault(this, dataset, config$1);
                        if (null === dataset.value) {
                            dataset.typed = true;
                            return dataset;
                        }
                    }
                    return this.wrapped["~run"](dataset, config$1);
                }
            });
        }
        function number(message$1) {
            return _standardSchema({
                kind: "schema",
                type: "number",
                reference: number,
                expects: "number",
                async: false,
                message: message$1,
                "~run" (dataset, config$1) {
                    if ("number" != typeof dataset.value || isNaN(dataset.value)) _addIssue(this, "type", dataset, config$1);
                    else dataset.typed = true;
                    return dataset;
                }
            });
        }
        function object(entries$1, message$1) {
            return _standardSchema({
                kind: "schema",
                type: "object",
                reference: object,
                expects: "Object",
                async: false,
                entries: entries$1,
                message: message$1,
                "~run" (dataset, config$1) {
                    const input = dataset.value;
                    if (input && "object" == typeof input) {
                        dataset.typed = true;
                        dataset.value = {};
                        for(const key in this.entries){
                            const valueSchema = this.entries[key];
                            if (key in input || ("exact_optional" === valueSchema.type || "optional" === valueSchema.type || "nullish" === valueSchema.type) && void 0 !== valueSchema.default) {
                                const value$1 = key in input ? input[key] : getDefault(valueSchema);
                                const valueDataset = valueSchema["~run"]({
                                    value: value$1
                                }, config$1);
                                if (valueDataset.issues) {
                                    const pathItem = {
                                        type: "object",
                                        origin: "value",
                                        input,
                                        key,
                                        value: value$1
                                    };
                                    for (const issue1 of valueDataset.issues){
                                        if (issue1.path) issue1.path.unshift(pathItem);
                                        else issue1.path = [
                                            pathItem
                                        ];
                                        dataset.issues?.push(issue1);
                                    }
                                    if (!dataset.issues) dataset.issues = valueDataset.issues;
                                    if (config$1.abortEarly) {
                                        dataset.typed = false;
                                        break;
                                    }
                                }
                                if (!valueDataset.typed) dataset.typed = false;
                                dataset.value[key] = valueDataset.value;
                            } else if (void 0 !== valueSchema.fallback) dataset.value[key] = getFallback(valueSchema);
                            else if ("exact_optional" !== valueSchema.type && "optional" !== valueSchema.type && "nullish" !== valueSchema.type) {
                                _addIssue(this, "key", dataset, config$1, {
                                    input: void 0,
                                    expected: `"${key}"`,
                                    path: [
                                        {
                                            type: "object",
                                            origin: "key",
                                            input,
                                            key,
                                            value: input[key]
                                        }
                                    ]
                                });
                                if (config$1.abortEarly) break;
                            }
                        }
                    } else _addIssue(this, "type", dataset, config$1);
                    return dataset;
                }
            });
        }
        function optional(wrapped, default_) {
            return _standardSchema({
                kind: "schema",
                type: "optional",
                reference: optional,
                expects: `(${wrapped.expects} | undefined)`,
                async: false,
                wrapped,
                default: default_,
                "~run" (dataset, config$1) {
                    if (void 0 === dataset.value) {
                        if (void 0 !== this.default) dataset.value = getDefault(this, dataset, config$1);
                        if (void 0 === dataset.value) {
                            dataset.typed = true;
                            return dataset;
                        }
                    }
                    return this.wrapped["~run"](dataset, config$1);
                }
            });
        }
        function picklist(options, message$1) {
            return _standardSchema({
                kind: "schema",
                type: "picklist",
                reference: picklist,
                expects: _joinExpects(options.map(_stringify), "|"),
                async: false,
                options,
                message: message$1,
                "~run" (dataset, config$1) {
                    if (this.options.includes(dataset.value)) dataset.typed = true;
                    else _addIssue(this, "type", dataset, config$1);
                    return dataset;
                }
            });
        }
        function string(message$1) {
            return _standardSchema({
                kind: "schema",
                type: "string",
                reference: string,
                expects: "string",
                async: false,
                message: message$1,
                "~run" (dataset, config$1) {
                    if ("string" == typeof dataset.value) dataset.typed = true;
                    else _addIssue(this, "type", dataset, config$1);
                    return dataset;
                }
            });
        }
        function _subIssues(datasets) {
            let issues;
            if (datasets) for (const dataset of datasets)if (issues) for (const issue1 of dataset.issues)issues.push(issue1);
            else issues = dataset.issues;
            return issues;
        }
        function union(options, message$1) {
            return _standardSchema({
                kind: "schema",
                type: "union",
                reference: union,
                expects: _joinExpects(options.map((option)=>option.expects), "|"),
                async: false,
                options,
                message: message$1,
                "~run" (dataset, config$1) {
                    let validDataset;
                    let typedDatasets;
                    let untypedDatasets;
                    for (const schema of this.options){
                        const optionDataset = schema["~run"]({
                            value: dataset.value
                        }, config$1);
                        if (optionDataset.typed) if (optionDataset.issues) if (typedDatasets) typedDatasets.push(optionDataset);
                        else typedDatasets = [
                            optionDataset
                        ];
                        else {
                            validDataset = optionDataset;
                            break;
                        }
                        else if (untypedDatasets) untypedDatasets.push(optionDataset);
                        else untypedDatasets = [
                            optionDataset
                        ];
                    }
                    if (validDataset) return validDataset;
                    if (typedDatasets) {
                        if (1 === typedDatasets.length) return typedDatasets[0];
                        _addIssue(this, "type", dataset, config$1, {
                            issues: _subIssues(typedDatasets)
                        });
                        dataset.typed = true;
                    } else {
                        if (untypedDatasets?.length === 1) return untypedDatasets[0];
                        _addIssue(this, "type", dataset, config$1, {
                            issues: _subIssues(untypedDatasets)
                        });
                    }
                    return dataset;
                }
            });
        }
        function unknown() {
            return _standardSchema({
                kind: "schema",
                type: "unknown",
                reference: unknown,
                expects: "unknown",
                async: false,
                "~run" (dataset) {
                    dataset.typed = true;
                    return dataset;
                }
            });
        }
        function parse(schema, input, config$1) {
            const dataset = schema["~run"]({
                value: input
            }, getGlobalConfig(config$1));
            if (dataset.issues) throw new ValiError(dataset.issues);
            return dataset.value;
        }
        function pipe(...pipe$1) {
            return _standardSchema({
                ...pipe$1[0],
                pipe: pipe$1,
                "~run" (dataset, config$1) {
                    for (const item of pipe$1)if ("metadata" !== item.kind) {
                        if (dataset.issues && ("schema" === item.kind || "transformation" === item.kind)) {
                            dataset.typed = false;
                            break;
                        }
                        if (!dataset.issues || !config$1.abortEarly && !config$1.abortPipeEarly) dataset = item["~run"](dataset, config$1);
                    }
                    return dataset;
                }
            });
        }
        function safeParse(schema, input, config$1) {
            const dataset = schema["~run"]({
                value: input
            }, getGlobalConfig(config$1));
            return {
                typed: dataset.typed,
                success: !dataset.issues,
                output: dataset.value,
                issues: dataset.issues
            };
        }
    })
};
var __webpack_module_cache__ = {};
function __nccwpck_require__(moduleId) {
    var cachedModule = __webpack_module_cache__[moduleId];
    if (void 0 !== cachedModule) return cachedModule.exports;
    var module = __webpack_module_cache__[moduleId] = {
        exports: {}
    };
    var threw = true;
    try {
        __webpack_modules__[moduleId](module, module.exports, __nccwpck_require__);
        threw = false;
    } finally{
        if (threw) delete __webpack_module_cache__[moduleId];
    }
    return module.exports;
}
__nccwpck_require__.m = __webpack_modules__;
if (void 0 !== __nccwpck_require__) __nccwpck_require__.ab = decodeURIComponent(new URL('.', import.meta.url).pathname).slice(import.meta.url.match(/^file:\/\/\/\w:/) ? 1 : 0, -1) + "/";
(()=>{
    __nccwpck_require__.n = (module)=>{
        var getter = module && module.__esModule ? ()=>module['default'] : ()=>module;
        __nccwpck_require__.d(getter, {
            a: getter
        });
        return getter;
    };
})();
(()=>{
    var getProto = Object.getPrototypeOf ? (obj)=>Object.getPrototypeOf(obj) : (obj)=>obj.__proto__;
    var leafPrototypes;
    __nccwpck_require__.t = function(value, mode) {
        if (1 & mode) value = this(value);
        if (8 & mode) return value;
        if ('object' == typeof value && value) {
            if (4 & mode && value.__esModule) return value;
            if (16 & mode && 'function' == typeof value.then) return value;
        }
        var ns = Object.create(null);
        __nccwpck_require__.r(ns);
        var def = {};
        leafPrototypes = leafPrototypes || [
            null,
            getProto({}),
            getProto([]),
            getProto(getProto)
        ];
        for(var current = 2 & mode && value; 'object' == typeof current && !~leafPrototypes.indexOf(current); current = getProto(current))Object.getOwnPropertyNames(current).forEach((key)=>def[key] = ()=>value[key]);
        def['default'] = ()=>value;
        __nccwpck_require__.d(ns, def);
        return ns;
    };
})();
(()=>{
    __nccwpck_require__.d = (exports, definition)=>{
        for(var key in definition)if (__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) Object.defineProperty(exports, key, {
            enumerable: true,
            get: definition[key]
        });
    };
})();
(()=>{
    __nccwpck_require__.f = {};
    __nccwpck_require__.e = (chunkId)=>Promise.all(Object.keys(__nccwpck_require__.f).reduce((promises, key)=>{
            __nccwpck_require__.f[key](chunkId, promises);
            return promises;
        }, []));
})();
(()=>{
    __nccwpck_require__.u = (chunkId)=>"" + chunkId + ".index.js";
})();
(()=>{
    __nccwpck_require__.o = (obj, prop)=>Object.prototype.hasOwnProperty.call(obj, prop);
})();
(()=>{
    __nccwpck_require__.r = (exports)=>{
        if ("u" > typeof Symbol && Symbol.toStringTag) Object.defineProperty(exports, Symbol.toStringTag, {
            value: 'Module'
        });
        Object.defineProperty(exports, '__esModule', {
            value: true
        });
    };
})();
(()=>{
    var installedChunks = {
        792: 0
    };
    var installChunk = (data)=>{
        var { ids, modules, runtime } = data;
        var moduleId, chunkId, i = 0;
        for(moduleId in modules)if (__nccwpck_require__.o(modules, moduleId)) __nccwpck_require__.m[moduleId] = modules[moduleId];
        if (runtime) runtime(__nccwpck_require__);
        for(; i < ids.length; i++){
            chunkId = ids[i];
            if (__nccwpck_require__.o(installedChunks, chunkId) && installedChunks[chunkId]) installedChunks[chunkId][0]();
            installedChunks[ids[i]] = 0;
        }
    };
    __nccwpck_require__.f.j = (chunkId, promises)=>{
        var installedChunkData = __nccwpck_require__.o(installedChunks, chunkId) ? installedChunks[chunkId] : void 0;
        if (0 !== installedChunkData) if (installedChunkData) promises.push(installedChunkData[1]);
        else {
            var promise = import("./" + __nccwpck_require__.u(chunkId)).then(installChunk, (e)=>{
                if (0 !== installedChunks[chunkId]) installedChunks[chunkId] = void 0;
                throw e;
            });
            var promise = Promise.race([
                promise,
                new Promise((resolve)=>installedChunkData = installedChunks[chunkId] = [
                        resolve
                    ])
            ]);
            promises.push(installedChunkData[1] = promise);
        }
    };
})();
/*! CONCATENATED MODULE: external "node:events" */ const external_node_events_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:events");
/*! EXTERNAL MODULE: ./src/errors.ts */ var src_errors = __nccwpck_require__(916);
/*! CONCATENATED MODULE: ./src/exit.ts */ const MAX_FLUSH_MS = 30_000;
function exitFlushed() {
    const exit = ()=>exitHard(Number(process.exitCode ?? 0));
    setTimeout(exit, MAX_FLUSH_MS).unref();
    const streams = [
        process.stdout,
        process.stderr
    ];
    const flushed = streams.map((stream)=>new Promise((done)=>stream.write('', done)));
    Promise.all(flushed).then(exit);
}
function exitHard(code) {
    const { execve } = process;
    const hangs = process.getActiveResourcesInfo().includes('GetAddrInfoReqWrap');
    if (!hangs) process.exit(code);
    try {
        execve?.('/bin/sh', [
            'sh',
            '-c',
            `exit ${code}`
        ]);
    } catch  {}
    process.kill(process.pid, 'SIGKILL');
}
/*! CONCATENATED MODULE: external "node:crypto" */ const external_node_crypto_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");
/*! CONCATENATED MODULE: external "os" */ const external_os_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("os");
/*! CONCATENATED MODULE: ./node_modules/@actions/core/lib/utils.js */ function utils_toCommandValue(input) {
    if (null == input) return '';
    else if ('string' == typeof input || input instanceof String) return input;
    return JSON.stringify(input);
}
function toCommandProperties(annotationProperties) {
    if (!Object.keys(annotationProperties).length) return {};
    return {
        title: annotationProperties.title,
        file: annotationProperties.file,
        line: annotationProperties.startLine,
        endLine: annotationProperties.endLine,
        col: annotationProperties.startColumn,
        endColumn: annotationProperties.endColumn
    };
}
/*! CONCATENATED MODULE: ./node_modules/@actions/core/lib/command.js */ function command_issueCommand(command, properties, message) {
    const cmd = new Command(command, properties, message);
    process.stdout.write(cmd.toString() + external_os_namespaceObject.EOL);
}
const CMD_STRING = '::';
class Command {
    constructor(command, properties, message){
        if (!command) command = 'missing.command';
        this.command = command;
        this.properties = properties;
        this.message = message;
    }
    toString() {
        let cmdStr = CMD_STRING + this.command;
        if (this.properties && Object.keys(this.properties).length > 0) {
            cmdStr += ' ';
            let first = true;
            for(const key in this.properties)if (this.properties.hasOwnProperty(key)) {
                const val = this.properties[key];
                if (val) {
                    if (first) first = false;
                    else cmdStr += ',';
                    cmdStr += `${key}=${escapeProperty(val)}`;
                }
            }
        }
        cmdStr += `${CMD_STRING}${escapeData(this.message)}`;
        return cmdStr;
    }
}
function escapeData(s) {
    return utils_toCommandValue(s).replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}
function escapeProperty(s) {
    return utils_toCommandValue(s).replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A').replace(/:/g, '%3A').replace(/,/g, '%2C');
}
/*! CONCATENATED MODULE: external "crypto" */ const external_crypto_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("crypto");
/*! CONCATENATED MODULE: external "fs" */ const external_fs_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("fs");
/*! CONCATENATED MODULE: ./node_modules/@actions/core/lib/file-command.js */ function file_command_issueFileCommand(command, message) {
    const filePath = process.env[`GITHUB_${command}`];
    if (!filePath) throw new Error(`Unable to find environment variable for file command ${command}`);
    if (!external_fs_namespaceObject.existsSync(filePath)) throw new Error(`Missing file at path: ${filePath}`);
    external_fs_namespaceObject.appendFileSync(filePath, `${utils_toCommandValue(message)}${external_os_namespaceObject.EOL}`, {
        encoding: 'utf8'
    });
}
function file_command_prepareKeyValueMessage(key, value) {
    const delimiter = `ghadelimiter_${external_crypto_namespaceObject.randomUUID()}`;
    const convertedValue = utils_toCommandValue(value);
    if (key.includes(delimiter)) throw new Error(`Unexpected input: name should not contain the delimiter "${delimiter}"`);
    if (convertedValue.includes(delimiter)) throw new Error(`Unexpected input: value should not contain the delimiter "${delimiter}"`);
    return `${key}<<${delimiter}${external_os_namespaceObject.EOL}${convertedValue}${external_os_namespaceObject.EOL}${delimiter}`;
}
/*! CONCATENATED MODULE: external "path" */ __WEBPACK_EXTERNAL_createRequire(import.meta.url)("path");
/*! EXTERNAL MODULE: external "http" */ var external_http_ = __nccwpck_require__(611);
var external_http_namespaceObject = __nccwpck_require__.t(external_http_, 2);
/*! EXTERNAL MODULE: external "https" */ var external_https_ = __nccwpck_require__(692);
var external_https_namespaceObject = __nccwpck_require__.t(external_https_, 2);
/*! CONCATENATED MODULE: ./node_modules/@actions/http-client/lib/proxy.js */ function getProxyUrl(reqUrl) {
    const usingSsl = 'https:' === reqUrl.protocol;
    if (checkBypass(reqUrl)) return;
    const proxyVar = (()=>{
        if (usingSsl) return process.env['https_proxy'] || process.env['HTTPS_PROXY'];
        else return process.env['http_proxy'] || process.env['HTTP_PROXY'];
    })();
    if (!proxyVar) return;
    else try {
        return new DecodedURL(proxyVar);
    } catch (_a) {
        if (!proxyVar.startsWith('http://') && !proxyVar.startsWith('https://')) return new DecodedURL(`http://${proxyVar}`);
    }
}
function checkBypass(reqUrl) {
    if (!reqUrl.hostname) return false;
    const reqHost = reqUrl.hostname;
    if (isLoopbackAddress(reqHost)) return true;
    const noProxy = process.env['no_proxy'] || process.env['NO_PROXY'] || '';
    if (!noProxy) return false;
    let reqPort;
    if (reqUrl.port) reqPort = Number(reqUrl.port);
    else if ('http:' === reqUrl.protocol) reqPort = 80;
    else if ('https:' === reqUrl.protocol) reqPort = 443;
    const upperReqHosts = [
        reqUrl.hostname.toUpperCase()
    ];
    if ('number' == typeof reqPort) upperReqHosts.push(`${upperReqHosts[0]}:${reqPort}`);
    for (const upperNoProxyItem of noProxy.split(',').map((x)=>x.trim().toUpperCase()).filter((x)=>x))if ('*' === upperNoProxyItem || upperReqHosts.some((x)=>x === upperNoProxyItem || x.endsWith(`.${upperNoProxyItem}`) || upperNoProxyItem.startsWith('.') && x.endsWith(`${upperNoProxyItem}`))) return true;
    return false;
}
function isLoopbackAddress(host) {
    const hostLower = host.toLowerCase();
    return 'localhost' === hostLower || hostLower.startsWith('127.') || hostLower.startsWith('[::1]') || hostLower.startsWith('[0:0:0:0:0:0:0:1]');
}
class DecodedURL extends URL {
    constructor(url, base){
        super(url, base);
        this._decodedUsername = decodeURIComponent(super.username);
        this._decodedPassword = decodeURIComponent(super.password);
    }
    get username() {
        return this._decodedUsername;
    }
    get password() {
        return this._decodedPassword;
    }
}
/*! EXTERNAL MODULE: ./node_modules/tunnel/index.js */ var tunnel = __nccwpck_require__(770);
/*! CONCATENATED MODULE: ./src/stubs/undici.ts */ class ProxyAgent {
    constructor(){
        throw new Error('undici is not part of this bundle');
    }
}
/*! CONCATENATED MODULE: ./node_modules/@actions/http-client/lib/index.js */ var __awaiter = function(thisArg, _arguments, P, generator) {
    function adopt(value) {
        return value instanceof P ? value : new P(function(resolve) {
            resolve(value);
        });
    }
    return new (P || (P = Promise))(function(resolve, reject) {
        function fulfilled(value) {
            try {
                step(generator.next(value));
            } catch (e) {
                reject(e);
            }
        }
        function rejected(value) {
            try {
                step(generator["throw"](value));
            } catch (e) {
                reject(e);
            }
        }
        function step(result) {
            result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected);
        }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};
var HttpCodes;
(function(HttpCodes) {
    HttpCodes[HttpCodes["OK"] = 200] = "OK";
    HttpCodes[HttpCodes["MultipleChoices"] = 300] = "MultipleChoices";
    HttpCodes[HttpCodes["MovedPermanently"] = 301] = "MovedPermanently";
    HttpCodes[HttpCodes["ResourceMoved"] = 302] = "ResourceMoved";
    HttpCodes[HttpCodes["SeeOther"] = 303] = "SeeOther";
    HttpCodes[HttpCodes["NotModified"] = 304] = "NotModified";
    HttpCodes[HttpCodes["UseProxy"] = 305] = "UseProxy";
    HttpCodes[HttpCodes["SwitchProxy"] = 306] = "SwitchProxy";
    HttpCodes[HttpCodes["TemporaryRedirect"] = 307] = "TemporaryRedirect";
    HttpCodes[HttpCodes["PermanentRedirect"] = 308] = "PermanentRedirect";
    HttpCodes[HttpCodes["BadRequest"] = 400] = "BadRequest";
    HttpCodes[HttpCodes["Unauthorized"] = 401] = "Unauthorized";
    HttpCodes[HttpCodes["PaymentRequired"] = 402] = "PaymentRequired";
    HttpCodes[HttpCodes["Forbidden"] = 403] = "Forbidden";
    HttpCodes[HttpCodes["NotFound"] = 404] = "NotFound";
    HttpCodes[HttpCodes["MethodNotAllowed"] = 405] = "MethodNotAllowed";
    HttpCodes[HttpCodes["NotAcceptable"] = 406] = "NotAcceptable";
    HttpCodes[HttpCodes["ProxyAuthenticationRequired"] = 407] = "ProxyAuthenticationRequired";
    HttpCodes[HttpCodes["RequestTimeout"] = 408] = "RequestTimeout";
    HttpCodes[HttpCodes["Conflict"] = 409] = "Conflict";
    HttpCodes[HttpCodes["Gone"] = 410] = "Gone";
    HttpCodes[HttpCodes["TooManyRequests"] = 429] = "TooManyRequests";
    HttpCodes[HttpCodes["InternalServerError"] = 500] = "InternalServerError";
    HttpCodes[HttpCodes["NotImplemented"] = 501] = "NotImplemented";
    HttpCodes[HttpCodes["BadGateway"] = 502] = "BadGateway";
    HttpCodes[HttpCodes["ServiceUnavailable"] = 503] = "ServiceUnavailable";
    HttpCodes[HttpCodes["GatewayTimeout"] = 504] = "GatewayTimeout";
})(HttpCodes || (HttpCodes = {}));
var Headers;
(function(Headers) {
    Headers["Accept"] = "accept";
    Headers["ContentType"] = "content-type";
})(Headers || (Headers = {}));
var MediaTypes;
(function(MediaTypes) {
    MediaTypes["ApplicationJson"] = "application/json";
})(MediaTypes || (MediaTypes = {}));
const HttpRedirectCodes = [
    HttpCodes.MovedPermanently,
    HttpCodes.ResourceMoved,
    HttpCodes.SeeOther,
    HttpCodes.TemporaryRedirect,
    HttpCodes.PermanentRedirect
];
const HttpResponseRetryCodes = [
    HttpCodes.BadGateway,
    HttpCodes.ServiceUnavailable,
    HttpCodes.GatewayTimeout
];
const RetryableHttpVerbs = [
    'OPTIONS',
    'GET',
    'DELETE',
    'HEAD'
];
const ExponentialBackoffCeiling = 10;
const ExponentialBackoffTimeSlice = 5;
class HttpClientError extends Error {
    constructor(message, statusCode){
        super(message);
        this.name = 'HttpClientError';
        this.statusCode = statusCode;
        Object.setPrototypeOf(this, HttpClientError.prototype);
    }
}
class HttpClientResponse {
    constructor(message){
        this.message = message;
    }
    readBody() {
        return __awaiter(this, void 0, void 0, function*() {
            return new Promise((resolve)=>__awaiter(this, void 0, void 0, function*() {
                    let output = Buffer.alloc(0);
                    this.message.on('data', (chunk)=>{
                        output = Buffer.concat([
                            output,
                            chunk
                        ]);
                    });
                    this.message.on('end', ()=>{
                        resolve(output.toString());
                    });
                }));
        });
    }
    readBodyBuffer() {
        return __awaiter(this, void 0, void 0, function*() {
            return new Promise((resolve)=>__awaiter(this, void 0, void 0, function*() {
                    const chunks = [];
                    this.message.on('data', (chunk)=>{
                        chunks.push(chunk);
                    });
                    this.message.on('end', ()=>{
                        resolve(Buffer.concat(chunks));
                    });
                }));
        });
    }
}
class lib_HttpClient {
    constructor(userAgent, handlers, requestOptions){
        this._ignoreSslError = false;
        this._allowRedirects = true;
        this._allowRedirectDowngrade = false;
        this._maxRedirects = 50;
        this._allowRetries = false;
        this._maxRetries = 1;
        this._keepAlive = false;
        this._disposed = false;
        this.userAgent = this._getUserAgentWithOrchestrationId(userAgent);
        this.handlers = handlers || [];
        this.requestOptions = requestOptions;
        if (requestOptions) {
            if (null != requestOptions.ignoreSslError) this._ignoreSslError = requestOptions.ignoreSslError;
            this._socketTimeout = requestOptions.socketTimeout;
            if (null != requestOptions.allowRedirects) this._allowRedirects = requestOptions.allowRedirects;
            if (null != requestOptions.allowRedirectDowngrade) this._allowRedirectDowngrade = requestOptions.allowRedirectDowngrade;
            if (null != requestOptions.maxRedirects) this._maxRedirects = Math.max(requestOptions.maxRedirects, 0);
            if (null != requestOptions.keepAlive) this._keepAlive = requestOptions.keepAlive;
            if (null != requestOptions.allowRetries) this._allowRetries = requestOptions.allowRetries;
            if (null != requestOptions.maxRetries) this._maxRetries = requestOptions.maxRetries;
        }
    }
    options(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function*() {
            return this.request('OPTIONS', requestUrl, null, additionalHeaders || {});
        });
    }
    get(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function*() {
            return this.request('GET', requestUrl, null, additionalHeaders || {});
        });
    }
    del(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function*() {
            return this.request('DELETE', requestUrl, null, additionalHeaders || {});
        });
    }
    post(requestUrl, data, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function*() {
            return this.request('POST', requestUrl, data, additionalHeaders || {});
        });
    }
    patch(requestUrl, data, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function*() {
            return this.request('PATCH', requestUrl, data, additionalHeaders || {});
        });
    }
    put(requestUrl, data, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function*() {
            return this.request('PUT', requestUrl, data, additionalHeaders || {});
        });
    }
    head(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function*() {
            return this.request('HEAD', requestUrl, null, additionalHeaders || {});
        });
    }
    sendStream(verb, requestUrl, stream, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function*() {
            return this.request(verb, requestUrl, stream, additionalHeaders);
        });
    }
    getJson(requestUrl_1) {
        return __awaiter(this, arguments, void 0, function*(requestUrl, additionalHeaders = {}) {
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            const res = yield this.get(requestUrl, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    postJson(requestUrl_1, obj_1) {
        return __awaiter(this, arguments, void 0, function*(requestUrl, obj, additionalHeaders = {}) {
            const data = JSON.stringify(obj, null, 2);
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            additionalHeaders[Headers.ContentType] = this._getExistingOrDefaultContentTypeHeader(additionalHeaders, MediaTypes.ApplicationJson);
            const res = yield this.post(requestUrl, data, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    putJson(requestUrl_1, obj_1) {
        return __awaiter(this, arguments, void 0, function*(requestUrl, obj, additionalHeaders = {}) {
            const data = JSON.stringify(obj, null, 2);
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            additionalHeaders[Headers.ContentType] = this._getExistingOrDefaultContentTypeHeader(additionalHeaders, MediaTypes.ApplicationJson);
            const res = yield this.put(requestUrl, data, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    patchJson(requestUrl_1, obj_1) {
        return __awaiter(this, arguments, void 0, function*(requestUrl, obj, additionalHeaders = {}) {
            const data = JSON.stringify(obj, null, 2);
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            additionalHeaders[Headers.ContentType] = this._getExistingOrDefaultContentTypeHeader(additionalHeaders, MediaTypes.ApplicationJson);
            const res = yield this.patch(requestUrl, data, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    request(verb, requestUrl, data, headers) {
        return __awaiter(this, void 0, void 0, function*() {
            if (this._disposed) throw new Error('Client has already been disposed.');
            const parsedUrl = new URL(requestUrl);
            let info = this._prepareRequest(verb, parsedUrl, headers);
            const maxTries = this._allowRetries && RetryableHttpVerbs.includes(verb) ? this._maxRetries + 1 : 1;
            let numTries = 0;
            let response;
            do {
                response = yield this.requestRaw(info, data);
                if (response && response.message && response.message.statusCode === HttpCodes.Unauthorized) {
                    let authenticationHandler;
                    for (const handler of this.handlers)if (handler.canHandleAuthentication(response)) {
                        authenticationHandler = handler;
                        break;
                    }
                    if (authenticationHandler) return authenticationHandler.handleAuthentication(this, info, data);
                    else break;
                }
                let redirectsRemaining = this._maxRedirects;
                while(response.message.statusCode && HttpRedirectCodes.includes(response.message.statusCode) && this._allowRedirects && redirectsRemaining > 0){
                    const redirectUrl = response.message.headers['location'];
                    if (!redirectUrl) break;
                    const parsedRedirectUrl = new URL(redirectUrl);
                    if ('https:' === parsedUrl.protocol && parsedUrl.protocol !== parsedRedirectUrl.protocol && !this._allowRedirectDowngrade) throw new Error('Redirect from HTTPS to HTTP protocol. This downgrade is not allowed for security reasons. If you want to allow this behavior, set the allowRedirectDowngrade option to true.');
                    yield response.readBody();
                    if (parsedRedirectUrl.hostname !== parsedUrl.hostname) {
                        for(const header in headers)if ('authorization' === header.toLowerCase()) delete headers[header];
                    }
                    info = this._prepareRequest(verb, parsedRedirectUrl, headers);
                    response = yield this.requestRaw(info, data);
                    redirectsRemaining--;
                }
                if (!response.message.statusCode || !HttpResponseRetryCodes.includes(response.message.statusCode)) break;
                numTries += 1;
                if (numTries < maxTries) {
                    yield response.readBody();
                    yield this._performExponentialBackoff(numTries);
                }
            }while (numTries < maxTries)
            return response;
        });
    }
    dispose() {
        if (this._agent) this._agent.destroy();
        this._disposed = true;
    }
    requestRaw(info, data) {
        return __awaiter(this, void 0, void 0, function*() {
            return new Promise((resolve, reject)=>{
                function callbackForResult(err, res) {
                    if (err) reject(err);
                    else if (res) resolve(res);
                    else reject(new Error('Unknown error'));
                }
                this.requestRawWithCallback(info, data, callbackForResult);
            });
        });
    }
    requestRawWithCallback(info, data, onResult) {
        if ('string' == typeof data) {
            if (!info.options.headers) info.options.headers = {};
            info.options.headers['Content-Length'] = Buffer.byteLength(data, 'utf8');
        }
        let callbackCalled = false;
        function handleResult(err, res) {
            if (!callbackCalled) {
                callbackCalled = true;
                onResult(err, res);
            }
        }
        const req = info.httpModule.request(info.options, (msg)=>{
            const res = new HttpClientResponse(msg);
            handleResult(void 0, res);
        });
        let socket;
        req.on('socket', (sock)=>{
            socket = sock;
        });
        req.setTimeout(this._socketTimeout || 180000, ()=>{
            if (socket) socket.end();
            handleResult(new Error(`Request timeout: ${info.options.path}`));
        });
        req.on('error', function(err) {
            handleResult(err);
        });
        if (data && 'string' == typeof data) req.write(data, 'utf8');
        if (data && 'string' != typeof data) {
            data.on('close', function() {
                req.end();
            });
            data.pipe(req);
        } else req.end();
    }
    getAgent(serverUrl) {
        const parsedUrl = new URL(serverUrl);
        return this._getAgent(parsedUrl);
    }
    getAgentDispatcher(serverUrl) {
        const parsedUrl = new URL(serverUrl);
        const proxyUrl = getProxyUrl(parsedUrl);
        const useProxy = proxyUrl && proxyUrl.hostname;
        if (!useProxy) return;
        return this._getProxyAgentDispatcher(parsedUrl, proxyUrl);
    }
    _prepareRequest(method, requestUrl, headers) {
        const info = {};
        info.parsedUrl = requestUrl;
        const usingSsl = 'https:' === info.parsedUrl.protocol;
        info.httpModule = usingSsl ? external_https_namespaceObject : external_http_namespaceObject;
        const defaultPort = usingSsl ? 443 : 80;
        info.options = {};
        info.options.host = info.parsedUrl.hostname;
        info.options.port = info.parsedUrl.port ? parseInt(info.parsedUrl.port) : defaultPort;
        info.options.path = (info.parsedUrl.pathname || '') + (info.parsedUrl.search || '');
        info.options.method = method;
        info.options.headers = this._mergeHeaders(headers);
        if (null != this.userAgent) info.options.headers['user-agent'] = this.userAgent;
        info.options.agent = this._getAgent(info.parsedUrl);
        if (this.handlers) for (const handler of this.handlers)handler.prepareRequest(info.options);
        return info;
    }
    _mergeHeaders(headers) {
        if (this.requestOptions && this.requestOptions.headers) return Object.assign({}, lowercaseKeys(this.requestOptions.headers), lowercaseKeys(headers || {}));
        return lowercaseKeys(headers || {});
    }
    _getExistingOrDefaultHeader(additionalHeaders, header, _default) {
        let clientHeader;
        if (this.requestOptions && this.requestOptions.headers) {
            const headerValue = lowercaseKeys(this.requestOptions.headers)[header];
            if (headerValue) clientHeader = 'number' == typeof headerValue ? headerValue.toString() : headerValue;
        }
        const additionalValue = additionalHeaders[header];
        if (void 0 !== additionalValue) return 'number' == typeof additionalValue ? additionalValue.toString() : additionalValue;
        if (void 0 !== clientHeader) return clientHeader;
        return _default;
    }
    _getExistingOrDefaultContentTypeHeader(additionalHeaders, _default) {
        let clientHeader;
        if (this.requestOptions && this.requestOptions.headers) {
            const headerValue = lowercaseKeys(this.requestOptions.headers)[Headers.ContentType];
            if (headerValue) clientHeader = 'number' == typeof headerValue ? String(headerValue) : Array.isArray(headerValue) ? headerValue.join(', ') : headerValue;
        }
        const additionalValue = additionalHeaders[Headers.ContentType];
        if (void 0 !== additionalValue) if ('number' == typeof additionalValue) return String(additionalValue);
        else if (Array.isArray(additionalValue)) return additionalValue.join(', ');
        else return additionalValue;
        if (void 0 !== clientHeader) return clientHeader;
        return _default;
    }
    _getAgent(parsedUrl) {
        let agent;
        const proxyUrl = getProxyUrl(parsedUrl);
        const useProxy = proxyUrl && proxyUrl.hostname;
        if (this._keepAlive && useProxy) agent = this._proxyAgent;
        if (!useProxy) agent = this._agent;
        if (agent) return agent;
        const usingSsl = 'https:' === parsedUrl.protocol;
        let maxSockets = 100;
        if (this.requestOptions) maxSockets = this.requestOptions.maxSockets || external_http_.globalAgent.maxSockets;
        if (proxyUrl && proxyUrl.hostname) {
            const agentOptions = {
                maxSockets,
                keepAlive: this._keepAlive,
                proxy: Object.assign(Object.assign({}, (proxyUrl.username || proxyUrl.password) && {
                    proxyAuth: `${proxyUrl.username}:${proxyUrl.password}`
                }), {
                    host: proxyUrl.hostname,
                    port: proxyUrl.port
                })
            };
            let tunnelAgent;
            const overHttps = 'https:' === proxyUrl.protocol;
            tunnelAgent = usingSsl ? overHttps ? tunnel.httpsOverHttps : tunnel.httpsOverHttp : overHttps ? tunnel.httpOverHttps : tunnel.httpOverHttp;
            agent = tunnelAgent(agentOptions);
            this._proxyAgent = agent;
        }
        if (!agent) {
            const options = {
                keepAlive: this._keepAlive,
                maxSockets
            };
            agent = usingSsl ? new external_https_.Agent(options) : new external_http_.Agent(options);
            this._agent = agent;
        }
        if (usingSsl && this._ignoreSslError) agent.options = Object.assign(agent.options || {}, {
            rejectUnauthorized: false
        });
        return agent;
    }
    _getProxyAgentDispatcher(parsedUrl, proxyUrl) {
        let proxyAgent;
        if (this._keepAlive) proxyAgent = this._proxyAgentDispatcher;
        if (proxyAgent) return proxyAgent;
        const usingSsl = 'https:' === parsedUrl.protocol;
        proxyAgent = new ProxyAgent(Object.assign({
            uri: proxyUrl.href,
            pipelining: this._keepAlive ? 1 : 0
        }, (proxyUrl.username || proxyUrl.password) && {
            token: `Basic ${Buffer.from(`${proxyUrl.username}:${proxyUrl.password}`).toString('base64')}`
        }));
        this._proxyAgentDispatcher = proxyAgent;
        if (usingSsl && this._ignoreSslError) proxyAgent.options = Object.assign(proxyAgent.options.requestTls || {}, {
            rejectUnauthorized: false
        });
        return proxyAgent;
    }
    _getUserAgentWithOrchestrationId(userAgent) {
        const baseUserAgent = userAgent || 'actions/http-client';
        const orchId = process.env['ACTIONS_ORCHESTRATION_ID'];
        if (orchId) {
            const sanitizedId = orchId.replace(/[^a-z0-9_.-]/gi, '_');
            return `${baseUserAgent} actions_orchestration_id/${sanitizedId}`;
        }
        return baseUserAgent;
    }
    _performExponentialBackoff(retryNumber) {
        return __awaiter(this, void 0, void 0, function*() {
            retryNumber = Math.min(ExponentialBackoffCeiling, retryNumber);
            const ms = ExponentialBackoffTimeSlice * Math.pow(2, retryNumber);
            return new Promise((resolve)=>setTimeout(()=>resolve(), ms));
        });
    }
    _processResponse(res, options) {
        return __awaiter(this, void 0, void 0, function*() {
            return new Promise((resolve, reject)=>__awaiter(this, void 0, void 0, function*() {
                    const statusCode = res.message.statusCode || 0;
                    const response = {
                        statusCode,
                        result: null,
                        headers: {}
                    };
                    if (statusCode === HttpCodes.NotFound) resolve(response);
                    function dateTimeDeserializer(key, value) {
                        if ('string' == typeof value) {
                            const a = new Date(value);
                            if (!isNaN(a.valueOf())) return a;
                        }
                        return value;
                    }
                    let obj;
                    let contents;
                    try {
                        contents = yield res.readBody();
                        if (contents && contents.length > 0) {
                            obj = options && options.deserializeDates ? JSON.parse(contents, dateTimeDeserializer) : JSON.parse(contents);
                            response.result = obj;
                        }
                        response.headers = res.message.headers;
                    } catch (err) {}
                    if (statusCode > 299) {
                        let msg;
                        msg = obj && obj.message ? obj.message : contents && contents.length > 0 ? contents : `Failed request: (${statusCode})`;
                        const err = new HttpClientError(msg, statusCode);
                        err.result = response.result;
                        reject(err);
                    } else resolve(response);
                }));
        });
    }
}
const lowercaseKeys = (obj)=>Object.keys(obj).reduce((c, k)=>(c[k.toLowerCase()] = obj[k], c), {});
/*! CONCATENATED MODULE: ./node_modules/@actions/core/lib/summary.js */ var summary_awaiter = function(thisArg, _arguments, P, generator) {
    function adopt(value) {
        return value instanceof P ? value : new P(function(resolve) {
            resolve(value);
        });
    }
    return new (P || (P = Promise))(function(resolve, reject) {
        function fulfilled(value) {
            try {
                step(generator.next(value));
            } catch (e) {
                reject(e);
            }
        }
        function rejected(value) {
            try {
                step(generator["throw"](value));
            } catch (e) {
                reject(e);
            }
        }
        function step(result) {
            result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected);
        }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};
const { access, appendFile, writeFile } = external_fs_namespaceObject.promises;
const SUMMARY_ENV_VAR = 'GITHUB_STEP_SUMMARY';
class Summary {
    constructor(){
        this._buffer = '';
    }
    filePath() {
        return summary_awaiter(this, void 0, void 0, function*() {
            if (this._filePath) return this._filePath;
            const pathFromEnv = process.env[SUMMARY_ENV_VAR];
            if (!pathFromEnv) throw new Error(`Unable to find environment variable for $${SUMMARY_ENV_VAR}. Check if your runtime environment supports job summaries.`);
            try {
                yield access(pathFromEnv, external_fs_namespaceObject.constants.R_OK | external_fs_namespaceObject.constants.W_OK);
            } catch (_a) {
                throw new Error(`Unable to access summary file: '${pathFromEnv}'. Check if the file has correct read/write permissions.`);
            }
            this._filePath = pathFromEnv;
            return this._filePath;
        });
    }
    wrap(tag, content, attrs = {}) {
        const htmlAttrs = Object.entries(attrs).map(([key, value])=>` ${key}="${value}"`).join('');
        if (!content) return `<${tag}${htmlAttrs}>`;
        return `<${tag}${htmlAttrs}>${content}</${tag}>`;
    }
    write(options) {
        return summary_awaiter(this, void 0, void 0, function*() {
            const overwrite = !!(null == options ? void 0 : options.overwrite);
            const filePath = yield this.filePath();
            const writeFunc = overwrite ? writeFile : appendFile;
            yield writeFunc(filePath, this._buffer, {
                encoding: 'utf8'
            });
            return this.emptyBuffer();
        });
    }
    clear() {
        return summary_awaiter(this, void 0, void 0, function*() {
            return this.emptyBuffer().write({
                overwrite: true
            });
        });
    }
    stringify() {
        return this._buffer;
    }
    isEmptyBuffer() {
        return 0 === this._buffer.length;
    }
    emptyBuffer() {
        this._buffer = '';
        return this;
    }
    addRaw(text, addEOL = false) {
        this._buffer += text;
        return addEOL ? this.addEOL() : this;
    }
    addEOL() {
        return this.addRaw(external_os_namespaceObject.EOL);
    }
    addCodeBlock(code, lang) {
        const attrs = Object.assign({}, lang && {
            lang
        });
        const element = this.wrap('pre', this.wrap('code', code), attrs);
        return this.addRaw(element).addEOL();
    }
    addList(items, ordered = false) {
        const tag = ordered ? 'ol' : 'ul';
        const listItems = items.map((item)=>this.wrap('li', item)).join('');
        const element = this.wrap(tag, listItems);
        return this.addRaw(element).addEOL();
    }
    addTable(rows) {
        const tableBody = rows.map((row)=>{
            const cells = row.map((cell)=>{
                if ('string' == typeof cell) return this.wrap('td', cell);
                const { header, data, colspan, rowspan } = cell;
                const tag = header ? 'th' : 'td';
                const attrs = Object.assign(Object.assign({}, colspan && {
                    colspan
                }), rowspan && {
                    rowspan
                });
                return this.wrap(tag, data, attrs);
            }).join('');
            return this.wrap('tr', cells);
        }).join('');
        const element = this.wrap('table', tableBody);
        return this.addRaw(element).addEOL();
    }
    addDetails(label, content) {
        const element = this.wrap('details', this.wrap('summary', label) + content);
        return this.addRaw(element).addEOL();
    }
    addImage(src, alt, options) {
        const { width, height } = options || {};
        const attrs = Object.assign(Object.assign({}, width && {
            width
        }), height && {
            height
        });
        const element = this.wrap('img', null, Object.assign({
            src,
            alt
        }, attrs));
        return this.addRaw(element).addEOL();
    }
    addHeading(text, level) {
        const tag = `h${level}`;
        const allowedTag = [
            'h1',
            'h2',
            'h3',
            'h4',
            'h5',
            'h6'
        ].includes(tag) ? tag : 'h1';
        const element = this.wrap(allowedTag, text);
        return this.addRaw(element).addEOL();
    }
    addSeparator() {
        const element = this.wrap('hr', null);
        return this.addRaw(element).addEOL();
    }
    addBreak() {
        const element = this.wrap('br', null);
        return this.addRaw(element).addEOL();
    }
    addQuote(text, cite) {
        const attrs = Object.assign({}, cite && {
            cite
        });
        const element = this.wrap('blockquote', text, attrs);
        return this.addRaw(element).addEOL();
    }
    addLink(text, href) {
        const element = this.wrap('a', text, {
            href
        });
        return this.addRaw(element).addEOL();
    }
}
const _summary = new Summary();
const summary = _summary;
external_os_namespaceObject.platform();
external_os_namespaceObject.arch();
var ExitCode;
(function(ExitCode) {
    ExitCode[ExitCode["Success"] = 0] = "Success";
    ExitCode[ExitCode["Failure"] = 1] = "Failure";
})(ExitCode || (ExitCode = {}));
function core_setSecret(secret) {
    command_issueCommand('add-mask', {}, secret);
}
function getInput(name, options) {
    const val = process.env[`INPUT_${name.replace(/ /g, '_').toUpperCase()}`] || '';
    if (options && options.required && !val) throw new Error(`Input required and not supplied: ${name}`);
    if (options && false === options.trimWhitespace) return val;
    return val.trim();
}
function setOutput(name, value) {
    const filePath = process.env['GITHUB_OUTPUT'] || '';
    if (filePath) return file_command_issueFileCommand('OUTPUT', file_command_prepareKeyValueMessage(name, value));
    process.stdout.write(external_os_namespaceObject.EOL);
    command_issueCommand('set-output', {
        name
    }, utils_toCommandValue(value));
}
function setFailed(message) {
    process.exitCode = ExitCode.Failure;
    error(message);
}
function core_debug(message) {
    command_issueCommand('debug', {}, message);
}
function error(message, properties = {}) {
    command_issueCommand('error', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
function core_warning(message, properties = {}) {
    command_issueCommand('warning', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
function notice(message, properties = {}) {
    command_issueCommand('notice', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
function info(message) {
    process.stdout.write(message + external_os_namespaceObject.EOL);
}
/*! CONCATENATED MODULE: ./src/clock.ts */ const uptimeMs = ()=>1_000 * process.uptime();
const STARTED_MS = Date.now() - uptimeMs();
const systemClock = {
    now: ()=>STARTED_MS + uptimeMs(),
    sleep: (ms, signal)=>new Promise((resolve, reject)=>{
            if (signal?.aborted) return reject(signal.reason);
            const stop = ()=>{
                clearTimeout(timer);
                reject(signal?.reason);
            };
            const timer = setTimeout(()=>{
                signal?.removeEventListener('abort', stop);
                resolve();
            }, Math.max(0, ms));
            signal?.addEventListener('abort', stop, {
                once: true
            });
        })
};
/*! CONCATENATED MODULE: ./src/inputs/action-metadata.ts */ const INPUT_DEFAULTS = {
    operation: 'create',
    api_token: '',
    server_id: '',
    server_name: '',
    backup_id: '',
    description: '',
    wait: 'true',
    wait_timeout: '60m',
    poll_interval: '10s',
    keep_last: '',
    older_than: '',
    scope: '',
    backup_type: '',
    match: '',
    max_age: '',
    max_shrink: '50%',
    min_backups: '1',
    safety_backup: 'false',
    reuse_on_rerun: 'false',
    dry_run: 'false',
    deploy_environment: '',
    github_token: '',
    api_url: 'https://admin.vps.org/api/v1'
};
/*! EXTERNAL MODULE: ./node_modules/valibot/dist/index.mjs */ var dist = __nccwpck_require__(934);
/*! EXTERNAL MODULE: ./src/report/sanitize.ts */ var sanitize = __nccwpck_require__(211);
/*! CONCATENATED MODULE: ./src/inputs/values.ts */ const ALLOWED = {
    id: 'a positive integer, such as 12345',
    ids: "positive integers, separated by commas, spaces or newlines, or as a JSON array; empty entries are rejected",
    text: 'text with at least one visible character',
    names: 'exact server names, one a line or as a JSON array; empty entries are rejected',
    boolean: 'true or false',
    percent: '0% to 100%, such as 50%',
    token: 'the token alone, one word of at least 8 visible ASCII characters, not digits only',
    url: "an https URL without credentials, query or fragment; plain http only to a loopback address or localhost"
};
const VISIBLE = /[^\s\p{Cc}\p{Cf}]/u;
const POSITIVE = /^[1-9]\d*$/;
const values_boolean = dist.FsL(dist.YjP(), dist.KIO([
    'true',
    'True',
    'TRUE',
    'false',
    'False',
    'FALSE'
], ALLOWED.boolean), dist.pdi((text)=>'true' === text.toLowerCase()));
const anyText = dist.YjP();
const values_text = dist.FsL(dist.YjP(), dist.yGV(VISIBLE, ALLOWED.text));
function word(words) {
    const allowed = `one of ${words.join(', ')}`;
    return dist.FsL(dist.YjP(), dist.Bqr(), dist.PXX(), dist.KIO(words, allowed));
}
function integer(min, max) {
    const allowed = `a whole number from ${min} to ${max}`;
    return dist.FsL(dist.YjP(), dist.yGV(POSITIVE, allowed), dist.pdi(Number), dist.Wwf(min, allowed), dist.cGV(max, allowed));
}
const percent = dist.FsL(dist.YjP(), dist.yGV(/^\d{1,3}(\.\d{1,3})?%$/, ALLOWED.percent), dist.pdi((text)=>Number(text.slice(0, -1)) / 100), dist.cGV(1, ALLOWED.percent));
const ids = dist.FsL(dist.YjP(), dist.pdi((text)=>text.startsWith('[') ? jsonNumbers(text) : splitIds(text)), dist.YOg(dist.FsL(dist.YjP(ALLOWED.ids), dist.yGV(POSITIVE, ALLOWED.ids), dist.pdi(Number), dist.Y2b(ALLOWED.ids)), ALLOWED.ids), dist.BpQ(1, ALLOWED.ids), dist.pdi((all)=>[
        ...new Set(all)
    ]));
const serverIds = dist.FsL(dist.YjP(), dist.z6Y((text)=>text.startsWith('[') || !/\p{L}/u.test(text), `${ALLOWED.ids}. For a server's name use server_name`), ids);
const backupIds = dist.KCZ([
    dist.FsL(dist.YjP(), dist.Bqr(), dist.PXX(), dist.KIO([
        'latest',
        'last_good'
    ])),
    ids
], `${ALLOWED.ids}; restore takes one, or the word latest or last_good`);
const names = dist.FsL(dist.YjP(), dist.pdi((text)=>jsonStrings(text) ?? text.split(/\r\n|\r|\n/)), dist.YOg(dist.FsL(dist.YjP(), dist.yGV(VISIBLE, ALLOWED.names))), dist.BpQ(1, ALLOWED.names), dist.pdi((all)=>[
        ...new Set(all.map((name)=>name.normalize('NFC')))
    ]));
const token = dist.FsL(dist.YjP(), dist.z6Y((text)=>!/^bearer\b/i.test(text), `${ALLOWED.token}; leave out "Bearer", which the action adds`), dist.yGV(/^[\x21-\x7e]{8,}$/, ALLOWED.token), dist.yGV(/\D/, ALLOWED.token));
const apiUrl = dist.FsL(dist.YjP(), dist.z6Y((text)=>URL.canParse(text) && isAllowedUrl(new URL(text), text), ALLOWED.url), dist.pdi((text)=>new URL(text).href.replace(/\/+$/, '')));
const UNIT_MS = {
    w: 604_800_000,
    d: 86_400_000,
    h: 3_600_000,
    m: 60_000,
    s: 1_000
};
const DURATION = /^(?:(\d{1,9})w)?(?:(\d{1,9})d)?(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:(\d{1,9})s)?$/;
function waitDuration(limits) {
    return duration(limits, {
        pattern: /[wd]/,
        units: 's, m, h',
        examples: '90s, 30m or 1h30m'
    });
}
function ageDuration(limits) {
    return duration(limits, {
        pattern: /s|^\d+m/,
        units: 'h, d, w',
        examples: '12h, 14d or 1d12h'
    });
}
function duration({ min, max }, { pattern, units, examples }) {
    const allowed = `${min} to ${max}, always with a unit (${units}), such as ${examples}`;
    return dist.FsL(dist.YjP(), dist.z6Y((text)=>!pattern.test(text), allowed), dist.pdi(toMs), dist.aig(allowed), dist.Wwf(toMs(min) ?? 0, allowed), dist.cGV(toMs(max) ?? 0, allowed));
}
function toMs(text) {
    const parts = '' === text ? null : DURATION.exec(text);
    if (null === parts) return null;
    const units = Object.values(UNIT_MS);
    return units.reduce((sum, unit, n)=>sum + Number(parts[n + 1] ?? 0) * unit, 0);
}
function splitIds(text) {
    return text.split(',').flatMap((part)=>part.trim().split(/\s+/));
}
function jsonNumbers(text) {
    const inside = /^\[([\s\d,"]*)\]$/.exec(text)?.[1] ?? '';
    return inside.split(',').map((part)=>{
        const match = /^(?:"(\d+)"|(\d+))$/.exec(part.trim());
        return match?.[1] ?? match?.[2];
    });
}
function jsonStrings(text) {
    if (!text.trim().startsWith('[')) return null;
    try {
        const parsed = dist.xLC(dist.YOg(dist.YjP()), JSON.parse(text));
        return parsed.success ? parsed.output : null;
    } catch  {
        return null;
    }
}
function isAllowedUrl(url, text) {
    if ('' !== url.username || '' !== url.password || /[?#]/.test(text)) return false;
    return 'https:' === url.protocol || 'http:' === url.protocol && isLoopback(url.hostname);
}
function isLoopback(hostname) {
    return 'localhost' === hostname || '[::1]' === hostname || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
/*! CONCATENATED MODULE: ./src/inputs/table.ts */ const OPERATIONS = [
    'create',
    'list',
    'wait',
    'restore',
    'delete',
    'prune',
    'check'
];
const WAITING = [
    'create',
    'wait',
    'restore'
];
const AGE = {
    min: '1h',
    max: '3650d'
};
const INPUTS = {
    operation: {
        field: 'operation',
        schema: word(OPERATIONS),
        usedBy: OPERATIONS
    },
    api_token: {
        field: 'apiToken',
        schema: token,
        usedBy: OPERATIONS,
        requiredBy: OPERATIONS
    },
    server_id: {
        field: 'serverIds',
        schema: serverIds,
        usedBy: OPERATIONS
    },
    server_name: {
        field: 'serverNames',
        schema: names,
        usedBy: OPERATIONS
    },
    backup_id: {
        field: 'backupId',
        schema: backupIds,
        usedBy: [
            'wait',
            'restore',
            'delete'
        ],
        requiredBy: [
            'wait',
            'restore',
            'delete'
        ]
    },
    description: {
        field: "description",
        schema: anyText,
        usedBy: [
            'create',
            'restore'
        ]
    },
    wait: {
        field: 'wait',
        schema: values_boolean,
        usedBy: [
            'create',
            'restore'
        ]
    },
    wait_timeout: {
        field: 'waitTimeoutMs',
        schema: waitDuration({
            min: '1s',
            max: '24h'
        }),
        usedBy: WAITING
    },
    poll_interval: {
        field: 'pollIntervalMs',
        schema: waitDuration({
            min: '1s',
            max: '5m'
        }),
        usedBy: WAITING
    },
    keep_last: {
        field: 'keepLast',
        schema: integer(1, 10),
        usedBy: [
            'create',
            'wait',
            'prune'
        ]
    },
    older_than: {
        field: 'olderThanMs',
        schema: ageDuration(AGE),
        usedBy: [
            'prune'
        ]
    },
    scope: {
        field: 'scope',
        schema: word([
            'repository',
            'server'
        ]),
        usedBy: [
            'create',
            'list',
            'prune',
            'restore',
            'check'
        ],
        defaults: {
            create: 'repository',
            prune: 'repository',
            restore: 'repository',
            list: 'server',
            check: 'server'
        }
    },
    backup_type: {
        field: 'backupType',
        schema: word([
            'manual',
            'automatic'
        ]),
        usedBy: [
            'list',
            'check',
            'restore'
        ]
    },
    match: {
        field: 'match',
        schema: values_text,
        usedBy: [
            'list',
            'prune',
            'check',
            'restore'
        ]
    },
    max_age: {
        field: 'maxAgeMs',
        schema: ageDuration(AGE),
        usedBy: [
            'create',
            'restore',
            'check'
        ],
        defaults: {
            create: '7d',
            restore: '7d',
            check: '26h'
        }
    },
    max_shrink: {
        field: 'maxShrink',
        schema: percent,
        usedBy: [
            'create',
            'wait',
            'check'
        ]
    },
    min_backups: {
        field: 'minBackups',
        schema: integer(1, 100),
        usedBy: [
            'check'
        ]
    },
    safety_backup: {
        field: 'safetyBackup',
        schema: values_boolean,
        usedBy: [
            'restore'
        ]
    },
    reuse_on_rerun: {
        field: 'reuseOnRerun',
        schema: values_boolean,
        usedBy: [
            'create'
        ]
    },
    dry_run: {
        field: 'dryRun',
        schema: values_boolean,
        usedBy: [
            'create',
            'restore',
            'delete',
            'prune',
            'wait'
        ]
    },
    deploy_environment: {
        field: 'deployEnvironment',
        schema: values_text,
        usedBy: [
            'create'
        ]
    },
    github_token: {
        field: 'githubToken',
        schema: token,
        usedBy: [
            'create'
        ]
    },
    api_url: {
        field: 'apiUrl',
        schema: apiUrl,
        usedBy: OPERATIONS
    }
};
const SPECS = INPUTS;
/*! CONCATENATED MODULE: ./src/inputs/validate.ts */ const EMPTY_CAUSES = "If it was set from secrets.X or vars.X, that was empty: check the name, that the job uses the environment that defines it, and that the run is not from a fork or Dependabot";
const EXPECTED_IDS = {
    restore: 'one positive integer, latest or last_good'
};
function validateCombinations(values, raw, run) {
    const { operation } = values;
    if (null === operation) return missingInputs('create', raw);
    return [
        ...missingInputs(operation, raw),
        ...missingRun(values, run),
        ...serverProblems(values, operation, raw),
        ...backupProblems(values, operation, raw),
        ...deployProblems(values, operation, raw)
    ];
}
function missingInput(name, operation) {
    if ('api_token' === name) return `api_token: is missing. Needed: a VPS.org API token, from a secret. ${EMPTY_CAUSES}.`;
    const allowed = EXPECTED_IDS[operation] ?? ALLOWED.ids;
    return `${name}: is missing. Allowed with operation ${operation}: ${allowed}. ${EMPTY_CAUSES}.`;
}
function missingInputs(operation, raw) {
    return Object.keys(SPECS).filter((name)=>SPECS[name].requiredBy?.includes(operation) && !raw.has(name)).map((name)=>missingInput(name, operation));
}
function needsRun(values) {
    const { operation, backup_id: target } = values;
    if ('list' === operation || 'check' === operation) return 'repository' === values.scope;
    if ('wait' === operation) return null !== values.keep_last;
    if ('restore' === operation) return !Array.isArray(target) || true === values.safety_backup;
    return 'create' === operation || 'prune' === operation;
}
function missingRun(values, { owner, repo, runId }) {
    if ('' !== owner && '' !== repo && '' !== runId || !needsRun(values)) return [];
    return [
        "GITHUB_REPOSITORY, GITHUB_RUN_ID: missing from the environment. Needed: a step of a GitHub Actions run; they identify whose the backups are."
    ];
}
const NEEDS_SERVER = [
    'create',
    'restore',
    'prune'
];
const ONE_SERVER = [
    'restore',
    'delete'
];
function serverProblems(values, operation, raw) {
    const isGiven = raw.has('server_id') || raw.has('server_name');
    if (NEEDS_SERVER.includes(operation) && !isGiven) return [
        `server_id: is missing. Operation ${operation} needs server_id or server_name. Allowed: ${ALLOWED.id}. ${EMPTY_CAUSES}.`
    ];
    if (!ONE_SERVER.includes(operation)) return [];
    return [
        'server_id',
        'server_name'
    ].flatMap((name)=>{
        const count = values[name]?.length ?? 0;
        if (count < 2) return [];
        return `${name}: ${raw.quoted(name)} names ${count} servers. Allowed with operation ${operation}: one.`;
    });
}
function backupProblems(values, operation, raw) {
    const problems = [];
    const id = values.backup_id;
    if ('restore' === operation && Array.isArray(id) && id.length > 1) problems.push(`backup_id: ${raw.quoted('backup_id')} names ${id.length} backups. Allowed with operation restore: one, or the word latest or last_good.`);
    if (('wait' === operation || 'delete' === operation) && 'string' == typeof id) problems.push(`backup_id: "${id}" is for operation restore. Allowed with operation ${operation}: ${ALLOWED.ids}.`);
    if ('restore' === operation && 'latest' === id && isAutomaticOfRepository(values)) problems.push('backup_type: "automatic" with backup_id latest needs scope: server, because no automatic backup carries this repository\'s marker.');
    if ('prune' === operation && !raw.has('keep_last') && !raw.has('older_than')) problems.push("keep_last, older_than: both are missing. Operation prune needs at least one: keep_last 1 to 10, older_than 1h to 3650d.");
    return problems;
}
function isAutomaticOfRepository(values) {
    return 'automatic' === values.backup_type && 'server' !== values.scope;
}
function deployProblems(values, operation, raw) {
    if ('create' !== operation || null === values.deploy_environment) return [];
    if (raw.has('github_token')) return [];
    return [
        `github_token: is missing. deploy_environment needs it: github_token: \${{ github.token }}, with the permission deployments: read. ${EMPTY_CAUSES}.`
    ];
}
const isRestore = (values)=>'restore' === values.operation;
const ONLY_LATEST = {
    isUsed: (values)=>!isRestore(values) || 'latest' === values.backup_id,
    unusedReason: ()=>'unless backup_id is latest'
};
const ONLY_SELECTED = {
    isUsed: (values)=>!isRestore(values) || 'string' == typeof values.backup_id,
    unusedReason: ()=>'unless backup_id is latest or last_good'
};
const CONDITIONS = {
    description: {
        isUsed: (values)=>!isRestore(values) || true === values.safety_backup,
        unusedReason: ()=>'without safety_backup'
    },
    scope: ONLY_LATEST,
    backup_type: ONLY_LATEST,
    match: ONLY_SELECTED,
    max_age: {
        isUsed: (values)=>'create' === values.operation ? true === values.reuse_on_rerun : ONLY_SELECTED.isUsed(values),
        unusedReason: (operation)=>'create' === operation ? 'without reuse_on_rerun' : ONLY_SELECTED.unusedReason(operation)
    },
    github_token: {
        isUsed: (values)=>null !== values.deploy_environment,
        unusedReason: ()=>'without deploy_environment'
    },
    dry_run: {
        isUsed: (values)=>'wait' !== values.operation || null !== values.keep_last,
        unusedReason: ()=>'without keep_last'
    }
};
function unusedInputWarnings(values, differing) {
    const { operation } = values;
    if (null === operation) return [];
    return differing.flatMap((name)=>{
        if (!SPECS[name].usedBy.includes(operation)) return `${name} is not used by operation ${operation} and has no effect.`;
        const condition = CONDITIONS[name];
        if (void 0 === condition || condition.isUsed(values)) return [];
        return `${name} is not used by operation ${operation} ${condition.unusedReason(operation)}.`;
    });
}
/*! CONCATENATED MODULE: ./src/inputs/parse.ts */ const NAMES = Object.keys(SPECS);
function parseInputs({ get, run, redact }) {
    const given = new Map(NAMES.map((name)=>[
            name,
            textOf(name, get(name), redact)
        ]));
    const raw = {
        has: (name)=>'' !== given.get(name),
        quoted: (name)=>quoted(name, given.get(name) ?? '', redact)
    };
    const problems = [];
    const parse = (name)=>{
        const text = given.get(name) || INPUT_DEFAULTS[name];
        const parsed = '' === text ? null : dist.xLC(SPECS[name].schema, text);
        if (null === parsed || parsed.success) return parsed?.output ?? null;
        const allowed = parsed.issues[0].message;
        problems.push(`${name}: ${raw.quoted(name)} is not allowed. Allowed: ${allowed}.`);
        return null;
    };
    const values = Object.fromEntries(NAMES.map((name)=>[
            name,
            parse(name)
        ]));
    problems.push(...validateCombinations(values, raw, run));
    if (problems.length > 0 || null === values.operation) throw new src_errors.dz(problems);
    const differing = NAMES.filter((name)=>!isDefault(name, values));
    const warnings = [
        ...unusedInputWarnings(values, differing),
        ...urlHint(values.api_url)
    ];
    return {
        inputs: toInputs(values),
        warnings
    };
}
function isDefault(name, values) {
    const text = INPUT_DEFAULTS[name];
    const value = '' === text ? null : dist.qgA(SPECS[name].schema, text);
    return JSON.stringify(value) === JSON.stringify(values[name]);
}
function toInputs(values) {
    const operation = values.operation ?? 'create';
    const used = NAMES.filter((name)=>SPECS[name].usedBy.includes(operation));
    const fields = used.map((name)=>{
        const { field, schema, defaults } = SPECS[name];
        const fallback = defaults?.[operation];
        return [
            field,
            values[name] ?? (void 0 === fallback ? null : dist.qgA(schema, fallback))
        ];
    });
    return Object.fromEntries(fields);
}
function urlHint(url) {
    if (null === url || !/\/backups$/i.test(url)) return [];
    return [
        'api_url ends in /backups, which the action adds itself: give the URL without it.'
    ];
}
const KEEPS_SPACES = [
    'match',
    'server_name',
    'deploy_environment'
];
const SHORTENED_LATER = [
    "description",
    'server_name',
    'match'
];
function textOf(name, text, redact) {
    const edges = /^[\r\n]+|[\r\n]+$/g;
    const trimmed = KEEPS_SPACES.includes(name) ? text.replace(edges, '') || text : text.trim();
    return SHORTENED_LATER.includes(name) ? redact(trimmed) : trimmed;
}
function quoted(name, text, redact) {
    if ('api_token' === name || 'github_token' === name) return 'its value (not shown)';
    const shown = redact(text);
    return (0, sanitize.hD)('api_url' === name ? (0, sanitize.RW)(shown) : shown);
}
/*! CONCATENATED MODULE: ./node_modules/@actions/github/lib/context.js */ class Context {
    constructor(){
        var _a, _b, _c;
        this.payload = {};
        if (process.env.GITHUB_EVENT_PATH) if ((0, external_fs_namespaceObject.existsSync)(process.env.GITHUB_EVENT_PATH)) this.payload = JSON.parse((0, external_fs_namespaceObject.readFileSync)(process.env.GITHUB_EVENT_PATH, {
            encoding: 'utf8'
        }));
        else {
            const path1 = process.env.GITHUB_EVENT_PATH;
            process.stdout.write(`GITHUB_EVENT_PATH ${path1} does not exist${external_os_namespaceObject.EOL}`);
        }
        this.eventName = process.env.GITHUB_EVENT_NAME;
        this.sha = process.env.GITHUB_SHA;
        this.ref = process.env.GITHUB_REF;
        this.workflow = process.env.GITHUB_WORKFLOW;
        this.action = process.env.GITHUB_ACTION;
        this.actor = process.env.GITHUB_ACTOR;
        this.job = process.env.GITHUB_JOB;
        this.runAttempt = parseInt(process.env.GITHUB_RUN_ATTEMPT, 10);
        this.runNumber = parseInt(process.env.GITHUB_RUN_NUMBER, 10);
        this.runId = parseInt(process.env.GITHUB_RUN_ID, 10);
        this.apiUrl = null != (_a = process.env.GITHUB_API_URL) ? _a : "https://api.github.com";
        this.serverUrl = null != (_b = process.env.GITHUB_SERVER_URL) ? _b : "https://github.com";
        this.graphqlUrl = null != (_c = process.env.GITHUB_GRAPHQL_URL) ? _c : "https://api.github.com/graphql";
    }
    get issue() {
        const payload = this.payload;
        return Object.assign(Object.assign({}, this.repo), {
            number: (payload.issue || payload.pull_request || payload).number
        });
    }
    get repo() {
        if (process.env.GITHUB_REPOSITORY) {
            const [owner, repo] = process.env.GITHUB_REPOSITORY.split('/');
            return {
                owner,
                repo
            };
        }
        if (this.payload.repository) return {
            owner: this.payload.repository.owner.login,
            repo: this.payload.repository.name
        };
        throw new Error("context.repo requires a GITHUB_REPOSITORY environment variable like 'owner/repo'");
    }
}
/*! CONCATENATED MODULE: ./src/inputs/run-context.ts */ const DEFAULT_ACTION_REF = 'vps-backup/vps-backup-action@v1';
function loadRunContext(env) {
    const { context, warning } = readContext(env);
    const [owner = '', repo = ''] = (env.GITHUB_REPOSITORY ?? '').split('/');
    const run = {
        owner,
        repo,
        repositoryId: toRepositoryId(env.GITHUB_REPOSITORY_ID) ?? toRepositoryId(context.payload.repository?.id),
        runId: Number.isSafeInteger(context.runId) ? String(context.runId) : '',
        attempt: Number.isSafeInteger(context.runAttempt) ? context.runAttempt : 1,
        runNumber: String(context.runNumber),
        job: stripMarkerDelimiters(context.job),
        sha: stripMarkerDelimiters(context.sha),
        workflow: context.workflow ?? '',
        actor: context.actor ?? '',
        serverUrl: context.serverUrl,
        apiUrl: context.apiUrl,
        actionRef: actionRef(env)
    };
    return {
        run,
        warning
    };
}
function readContext(env) {
    try {
        return {
            context: new Context(),
            warning: null
        };
    } catch  {
        const path1 = env.GITHUB_EVENT_PATH;
        delete env.GITHUB_EVENT_PATH;
        try {
            const warning = `The event file (${path1}) could not be read; the action continues without it.`;
            return {
                context: new Context(),
                warning
            };
        } finally{
            env.GITHUB_EVENT_PATH = path1;
        }
    }
}
function toRepositoryId(value) {
    return /^[1-9]\d*$/.test(String(value ?? '')) ? String(value) : null;
}
function stripMarkerDelimiters(text) {
    return (text ?? '').replace(/[\s[\]]/g, '');
}
function actionRef(env) {
    const { GITHUB_ACTION_REPOSITORY: repository, GITHUB_ACTION_REF: ref } = env;
    const isPlain = /^[\w.-]+\/[\w./-]+$/.test(`${repository}/${ref}`);
    return repository && ref && isPlain ? `${repository}@${ref}` : DEFAULT_ACTION_REF;
}
/*! CONCATENATED MODULE: ./src/report/report.ts */ const EMPTY = {
    serverId: null,
    serverName: null,
    id: null,
    backup: null,
    status: '',
    waitedMs: null,
    key: null,
    problem: null,
    isResumable: true
};
function emptyReport(operation, dryRun) {
    const base = {
        backups: new Map(),
        deletions: new Map(),
        decisions: new Map(),
        slots: new Map(),
        waitedMs: 0,
        dryRun,
        isDone: false,
        now: 0 / 0
    };
    switch(operation){
        case 'create':
            return {
                ...base,
                operation,
                reused: false
            };
        case 'list':
            return {
                ...base,
                operation,
                list: null
            };
        case 'restore':
            return {
                ...base,
                operation,
                status: '',
                safety: null,
                note: null
            };
        case 'check':
            return {
                ...base,
                operation,
                checks: null
            };
        case 'wait':
        case 'delete':
        case 'prune':
            return {
                ...base,
                operation
            };
    }
}
function observed(backup) {
    const { serverId, serverName, id, status } = backup;
    return {
        serverId,
        serverName,
        id,
        backup,
        status
    };
}
function ofServer({ id, name }) {
    return {
        ...EMPTY,
        serverId: id,
        serverName: name
    };
}
/*! CONCATENATED MODULE: ./src/report/recorder.ts */ const SMALL = 20;
class Recorder {
    options;
    #hasChanged = false;
    #waits = 0;
    #waitingSince = 0;
    constructor(options){
        this.options = options;
    }
    update(key, change) {
        const { backups } = this.options.report;
        backups.set(key, {
            ...EMPTY,
            ...backups.get(key),
            ...change
        });
        this.#write();
    }
    createIntent(key, idempotencyKey) {
        this.#beforeChange(()=>this.update(key, {
                status: 'unknown',
                key: idempotencyKey
            }), ()=>this.createRejected(key));
    }
    createRejected(key) {
        this.update(key, {
            status: '',
            key: null
        });
    }
    failed(key, error) {
        const isResumable = 'string' != typeof (0, src_errors.SM)(error);
        this.update(key, {
            problem: (0, src_errors.gJ)(error),
            isResumable
        });
    }
    observe(key, backup, waitedMs = null) {
        this.update(key, {
            ...observed(backup),
            ...null === waitedMs ? {} : {
                waitedMs
            }
        });
    }
    updateSafety(change) {
        this.#restore((report)=>{
            report.safety = {
                ...EMPTY,
                ...report.safety,
                ...change
            };
        });
    }
    safetyIntent(serverId, key) {
        this.#beforeChange(()=>this.updateSafety({
                serverId,
                key,
                status: 'unknown'
            }), ()=>this.updateSafety({
                status: '',
                key: null
            }));
    }
    restoreIntent() {
        this.#beforeChange(()=>this.restoreStatus('unknown'), ()=>this.restoreStatus(''));
    }
    restoreStatus(status, note = null) {
        this.#restore((report)=>Object.assign(report, {
                status,
                note
            }));
    }
    #restore(change) {
        if ('restore' === this.options.report.operation) change(this.options.report);
        this.#write();
    }
    deletionIntent(backup, reason) {
        this.#beforeChange(()=>this.deletion({
                backup,
                reason,
                outcome: 'unconfirmed'
            }), ()=>this.options.report.deletions.delete(backup.id));
    }
    deletion(deletion) {
        this.options.report.deletions.set(deletion.backup.id, deletion);
        this.#write();
    }
    deletionOutcome(id, outcome) {
        const known = this.options.report.deletions.get(id);
        if (void 0 !== known) this.deletion({
            ...known,
            outcome
        });
    }
    decisions(serverId, decisions) {
        this.options.report.decisions.set(serverId, decisions);
    }
    slots(serverId, used) {
        this.options.report.slots.set(serverId, used);
    }
    waitBegan(at) {
        if (0 === this.#waits) this.#waitingSince = at;
        this.#waits += 1;
    }
    waitEnded(at) {
        this.#waits -= 1;
        if (0 === this.#waits) this.options.report.waitedMs += at - this.#waitingSince;
        this.#write();
    }
    reused() {
        if ('create' === this.options.report.operation) this.options.report.reused = true;
    }
    listed(backups, complete) {
        if ('list' === this.options.report.operation) this.options.report.list = {
            backups,
            complete
        };
        this.#write();
    }
    checks(checks) {
        if ('check' === this.options.report.operation) this.options.report.checks = checks;
        this.#write();
    }
    done() {
        this.options.report.isDone = true;
        this.#write();
    }
    flush() {
        this.options.report.now = this.options.now();
        this.options.write(this.options.report, true);
    }
    #beforeChange(write, undo) {
        write();
        try {
            if (!this.#hasChanged) this.options.assertWritable();
        } catch (error) {
            undo();
            throw error;
        }
        this.#hasChanged = true;
    }
    #write() {
        const { report, write, now } = this.options;
        report.now = now();
        write(report, report.backups.size <= SMALL && report.deletions.size <= SMALL);
    }
}
/*! EXTERNAL MODULE: ./src/vpsorg/errors.ts */ var errors = __nccwpck_require__(220);
/*! CONCATENATED MODULE: ./src/vpsorg/backoff.ts */ const MAX_RETRIES = 5;
const BACKOFF_MS = 500;
const MAX_BACKOFF_MS = 15_000;
const MAX_RETRY_AFTER_MS = 60_000;
const RATE_LIMIT_PAUSE_MS = {
    min: 500,
    max: 30_000
};
const RATE_LIMIT_MS = 30_000;
const CREATE_RATE_LIMIT_MS = 600000;
const CREATE_SEARCH_MS = 30_000;
const CREATE_RESEND_MS = {
    min: 2_000,
    max: 10_000
};
const MAX_CREATE_SENDS = {
    default: 2,
    after503: 3
};
const MAX_DELETE_SENDS = 5;
function getPause(error, tries) {
    if (!(error instanceof errors.hD) || !error.isTransient || error.isRedirect) return null;
    const retryAfterMs = error.retryAfterMs ?? 0;
    if (tries >= MAX_RETRIES || retryAfterMs > MAX_RETRY_AFTER_MS) return null;
    return Math.max(BACKOFF_MS * 2 ** tries, retryAfterMs);
}
function rateLimitPause(rejections) {
    const { min, max } = RATE_LIMIT_PAUSE_MS;
    return Math.min(min * 2 ** (rejections - 1), max);
}
function submitPause(error, tries, limit) {
    if (!error.isTransient) return null;
    const retryAfterMs = error.retryAfterMs ?? 0;
    if (429 === error.status) {
        if (limit.leftMs <= 0 || retryAfterMs > limit.leftMs) return null;
        return Math.min(Math.max(limit.heldMs, retryAfterMs), limit.leftMs);
    }
    const isLong = retryAfterMs > MAX_RETRY_AFTER_MS;
    if (tries >= MAX_RETRIES || isLong || error.body.isWebPage) return null;
    return Math.max(Math.min(2 * BACKOFF_MS * 2 ** tries, MAX_BACKOFF_MS), retryAfterMs);
}
/*! CONCATENATED MODULE: ./src/steps/deletion-ledger.ts */ class DeletionLedger {
    #entries = new Map();
    record(answered) {
        const known = this.#entries.get(answered.backup.id);
        const maybeDeleted = 'rejected' !== answered.answer || (known?.maybeDeleted ?? false);
        const entry = {
            ...answered,
            tries: (known?.tries ?? 0) + 1,
            maybeDeleted
        };
        this.#entries.set(answered.backup.id, entry);
        return entry;
    }
    get(id) {
        return this.#entries.get(id);
    }
    ofServer(serverId) {
        return [
            ...this.#entries.values()
        ].filter(({ backup })=>backup.serverId === serverId);
    }
    isAnswered(id) {
        const answer = this.#entries.get(id)?.answer;
        return 'removed' === answer || 'answered' === answer || 'not_found' === answer;
    }
    isRemoved(id) {
        return this.#entries.get(id)?.answer === 'removed';
    }
    isUnconfirmed(id) {
        return this.#entries.get(id)?.answer === 'unconfirmed';
    }
    mayTry(id) {
        const entry = this.#entries.get(id);
        return void 0 === entry || 'unconfirmed' === entry.answer && entry.tries < MAX_DELETE_SENDS;
    }
}
/*! CONCATENATED MODULE: ./src/steps/server-statuses.ts */ const TIMEOUT_MS = 5_000;
const REUSE_MS = 10_000;
class ServerStatuses {
    client;
    clock;
    #answer = null;
    constructor(client, clock){
        this.client = client;
        this.clock = clock;
    }
    async isRestoring(serverId) {
        const now = this.clock.now();
        if (null === this.#answer || now - this.#answer.at > REUSE_MS) this.#answer = {
            at: now,
            restoring: this.#read()
        };
        return (await this.#answer.restoring).has(serverId);
    }
    async #read() {
        const restoring = new Set();
        const collect = (servers)=>{
            for (const { id, status } of servers)if ('restoring' === status) restoring.add(id);
            return false;
        };
        try {
            const stopWhen = (_, page)=>collect(page);
            const { items } = await this.client.listServers({
                timeoutMs: TIMEOUT_MS,
                stopWhen
            });
            collect(items);
        } catch (error) {
            (0, errors.PX)(error);
        }
        return restoring;
    }
}
/*! CONCATENATED MODULE: ./src/backups/backup.ts */ function newestFirst(a, b) {
    return (b.createdAtMs ?? -1 / 0) - (a.createdAtMs ?? -1 / 0) || b.id - a.id;
}
const ISO_DATE = /^\d{4}-(\d{2})-(\d{2})[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/i;
const MIN_PLAUSIBLE_MS = Date.UTC(2000, 0, 1);
const CLOCK_TOLERANCE_MS = 900000;
function parseTimestamp(text) {
    const parts = null === text ? null : ISO_DATE.exec(text);
    if (null === text || null === parts) return null;
    const monthEnd = new Date(Date.UTC(Number(text.slice(0, 4)), Number(parts[1]), 0)).getUTCDate();
    if (Number(parts[2]) > monthEnd) return null;
    const ms = Date.parse(text.replace(' ', 'T').replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
    return ms >= MIN_PLAUSIBLE_MS ? ms : null;
}
function withPlausibleDate(backup, apiNow) {
    const { createdAtMs } = backup;
    if (null === createdAtMs || createdAtMs <= apiNow + CLOCK_TOLERANCE_MS) return backup;
    return {
        ...backup,
        createdAtMs: null
    };
}
function isExpired({ expiresAt }, now) {
    const expiresAtMs = parseTimestamp(expiresAt);
    return null !== expiresAtMs && expiresAtMs <= now;
}
/*! EXTERNAL MODULE: ./src/backups/description.ts */ var backups_description = __nccwpck_require__(137);
/*! EXTERNAL MODULE: ./src/backups/marker.ts */ var backups_marker = __nccwpck_require__(285);
/*! CONCATENATED MODULE: ./src/group-by.ts */ function groupBy(items, keyOf) {
    const groups = new Map();
    for (const item of items){
        const key = keyOf(item);
        const group = groups.get(key);
        if (void 0 === group) groups.set(key, [
            item
        ]);
        else group.push(item);
    }
    return groups;
}
/*! CONCATENATED MODULE: ./src/backups/status.ts */ const FAILED = new Set([
    'failed',
    'error',
    'errored',
    'cancelled',
    'canceled',
    'aborted'
]);
const REMOVED = new Set([
    'deleted',
    'expired'
]);
function classifyStatus(status) {
    if ('completed' === status) return 'completed';
    if (FAILED.has(status)) return 'failed';
    return REMOVED.has(status) ? 'removed' : 'pending';
}
function isRestorable({ status, sizeMb }) {
    return 'completed' === classifyStatus(status) && 0 !== sizeMb;
}
function isKnownStatus(status) {
    return 'in_progress' === status || 'pending' !== classifyStatus(status);
}
/*! CONCATENATED MODULE: ./src/backups/selection.ts */ function inScope(backup, scope, repository) {
    return 'server' === scope || null !== (0, backups_marker.QS)(backup.description, repository);
}
function matches(backup, text) {
    if (null === text) return true;
    const pattern = text.toWellFormed().normalize('NFC').replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
    return new RegExp(pattern, 'iu').test((backup.description ?? '').normalize('NFC'));
}
const MAX_CANDIDATES = 5;
function selectTarget(backups, filter, at) {
    const sorted = [
        ...backups
    ].sort(newestFirst);
    const passing = sorted.filter((backup)=>null === exclusion(backup, filter, at.run));
    const chosen = passing.find((backup)=>null === backup.createdAtMs) ?? passing[0] ?? null;
    const rejected = null === chosen ? 'none' : rejection(chosen, filter, at);
    const candidates = sorted.slice(0, MAX_CANDIDATES).map((backup)=>{
        const why = exclusion(backup, filter, at.run) ?? rejection(backup, filter, at);
        return {
            backup,
            why: why ?? (backup === chosen ? 'chosen' : 'an older one')
        };
    });
    if (null !== chosen && null === rejected) return {
        found: chosen,
        candidates
    };
    return {
        rejected: rejected ?? 'none',
        backup: chosen,
        candidates
    };
}
function exclusion(backup, filter, run) {
    if ('completed' !== classifyStatus(backup.status)) return 'not completed';
    const isOwn = null !== (0, backups_marker.QS)(backup.description, run);
    const wantsOwn = 'last_good' === filter.target || 'repository' === filter.scope;
    if (wantsOwn && !isOwn) return 'not made by this repository';
    const marker = (0, backups_marker.gY)(backup.description);
    if (marker?.kind === 'safety') return 'a safety backup';
    const mismatch = 'latest' === filter.target ? wrongType(backup, filter) : notGood(marker);
    return mismatch ?? (matches(backup, filter.match) ? null : 'does not match');
}
function wrongType({ type }, { backupType }) {
    return null === backupType || type === backupType ? null : 'another type';
}
function notGood(marker) {
    if (marker?.state === 'good') return null;
    return marker?.state === 'bad' ? 'known to be bad' : 'not known to be good';
}
function rejection(backup, filter, { run, now }) {
    if (null === backup.createdAtMs) return 'no usable date';
    if ('latest' === filter.target && (0, backups_marker.cc)(backup.description, run)) return 'made by this run';
    if (!isYoungerThan(backup, filter.maxAgeMs, now)) return 'too old';
    if (isExpired(backup, now)) return 'expired';
    return isRestorable(backup) ? null : '0 MB';
}
function selectReusable(backups, { run, now }, maxAgeMs) {
    const usable = backups.filter((backup)=>isOfEarlierAttempt(backup, run)).sort(newestFirst);
    const attempts = groupBy(usable, ({ description })=>(0, backups_marker.gY)(description)?.attempt);
    const ambiguous = [
        ...attempts.values()
    ].find((ofAttempt)=>ofAttempt.length > 1) ?? [];
    const oldest = usable.at(-1);
    const isUsable = void 0 !== oldest && isYoungerThan(oldest, maxAgeMs, now);
    return {
        reused: 0 === ambiguous.length && isUsable ? oldest : null,
        ambiguous
    };
}
function isOfEarlierAttempt(backup, run) {
    const marker = (0, backups_marker.QS)(backup.description, run);
    if (null === marker || 'create' !== marker.kind || marker.runId !== run.runId) return false;
    const state = classifyStatus(backup.status);
    if ('completed' !== state && 'pending' !== state) return false;
    return marker.attempt < run.attempt && isSameJob(marker, run.job);
}
function isYoungerThan(backup, maxAgeMs, now) {
    return null !== backup.createdAtMs && now - backup.createdAtMs <= maxAgeMs;
}
const MIN_TRUNCATED_MARKER_LENGTH = backups_description.r7 - 7;
function isSameJob(marker, job) {
    if (marker.job === job) return true;
    const isCut = (0, backups_marker.Bd)(marker, 1 / 0).length >= MIN_TRUNCATED_MARKER_LENGTH;
    return isCut && job.startsWith(marker.job);
}
/*! CONCATENATED MODULE: ./src/backups/retention.ts */ const MANUAL_BACKUP_LIMIT = 10;
const MIN_AGE_MS = 3_600_000;
const KEPT_SAFETY_BACKUPS = 2;
function keepLastPolicy(keepLast, scope) {
    return {
        keepLast,
        olderThanMs: null,
        scope,
        match: null
    };
}
function applyRetention(backups, policy, context) {
    const ranks = rankByKind(backups, policy, context);
    const protect = protectionOf(backups, context);
    const decisions = backups.map((backup)=>{
        const rank = ranks.get(backup) ?? null;
        const kept = keepReason(backup, policy, {
            context,
            protect,
            rank
        });
        if (null !== kept) return {
            backup,
            action: 'keep',
            reason: kept,
            rank
        };
        return {
            backup,
            action: 'delete',
            reason: deleteReason(backup, policy, rank),
            rank
        };
    });
    return keepNewestCompleted(decisions, policy, context.run).sort(byDeletionOrder);
}
function countedTowardLimit(backups) {
    return backups.filter((backup)=>'manual' === backup.type && 'removed' !== classifyStatus(backup.status));
}
function lastKnownGood(backups, run) {
    const good = backups.filter((backup)=>{
        const marker = (0, backups_marker.QS)(backup.description, run);
        return marker?.kind === 'create' && 'good' === marker.state && isRestorable(backup);
    });
    return good.sort(newestFirst)[0];
}
function protectionOf(backups, context) {
    const good = lastKnownGood(backups, context.run);
    return (backup)=>stateProtection(backup) ?? ownershipProtection(backup, context) ?? (backup === good ? 'last known good' : null) ?? ageProtection(backup, context) ?? (context.isRestoring ? 'its server is being restored' : null);
}
function stateProtection(backup) {
    const state = classifyStatus(backup.status);
    if ('manual' !== backup.type) return `${backup.type || 'of unknown type'}, not manual`;
    if ('pending' === state) return 'in_progress' === backup.status ? 'in progress' : 'not finished';
    if ('removed' === state) return `already ${backup.status}`;
    if (null === backup.createdAtMs) return 'no usable date';
    return 'completed' !== state || isRestorable(backup) ? null : '0 MB';
}
function ownershipProtection(backup, { run, ownBackupIds }) {
    if ((0, backups_description.ss)(backup.description)) return 'marked [keep]';
    if ('failed' === classifyStatus(backup.status)) return null;
    if ((0, backups_marker.cc)(backup.description, run)) return 'made by this run';
    return ownBackupIds.has(backup.id) ? 'waited for by this step' : null;
}
function ageProtection(backup, { now, minAgeMs = MIN_AGE_MS }) {
    if ('completed' !== classifyStatus(backup.status)) return null;
    if (now - (backup.createdAtMs ?? now) >= minAgeMs) return null;
    return minAgeMs === MIN_AGE_MS ? 'under an hour old' : `under ${minAgeMs / 60_000} minutes old`;
}
function keepReason(backup, policy, { context, protect, rank }) {
    if ('manual' === backup.type && !inScope(backup, policy.scope, context.run)) return 'not made by this repository';
    if (!matches(backup, policy.match)) return 'does not match';
    const protectedBy = protect(backup);
    if (null !== protectedBy) return protectedBy;
    const age = context.now - (backup.createdAtMs ?? context.now);
    if (null !== policy.olderThanMs && age <= policy.olderThanMs) return 'not older than older_than';
    if ('failed' === classifyStatus(backup.status) || null === policy.keepLast) return null;
    const limit = keptOf(kindOf(backup), policy.keepLast);
    return null !== rank && rank > limit ? null : `number ${rank} of the newest ${limit}`;
}
function deleteReason(backup, policy, rank) {
    if ('failed' === classifyStatus(backup.status)) return `failed (status: ${backup.status})`;
    if (null === policy.keepLast) return 'older than older_than';
    return `number ${rank}, beyond the newest ${keptOf(kindOf(backup), policy.keepLast)}`;
}
function kindOf(backup) {
    return (0, backups_marker.gY)(backup.description)?.kind ?? 'unmarked';
}
function keptOf(kind, keepLast) {
    return 'safety' === kind ? Math.min(keepLast, KEPT_SAFETY_BACKUPS) : keepLast;
}
function rankByKind(backups, policy, { run, reservedRanks = 0 }) {
    const counts = new Map([
        [
            'create',
            reservedRanks
        ]
    ]);
    const ranks = new Map();
    const ranked = backups.filter((backup)=>isKeepable(backup, policy, run) && matches(backup, policy.match));
    for (const backup of ranked.sort(newestFirst)){
        const rank = (counts.get(kindOf(backup)) ?? 0) + 1;
        counts.set(kindOf(backup), rank);
        ranks.set(backup, rank);
    }
    return ranks;
}
function keepNewestCompleted(decisions, policy, run) {
    const keepable = decisions.filter(({ backup })=>isKeepable(backup, policy, run));
    if (keepable.some(({ action })=>'keep' === action)) return [
        ...decisions
    ];
    const newest = keepable.map(({ backup })=>backup).sort(newestFirst)[0];
    return decisions.map((decision)=>decision.backup === newest ? {
            ...decision,
            action: 'keep',
            reason: 'the last completed manual backup in scope'
        } : decision);
}
function isKeepable(backup, { scope }, run) {
    const isDated = 'manual' === backup.type && null !== backup.createdAtMs;
    return isDated && isRestorable(backup) && inScope(backup, scope, run);
}
function byDeletionOrder(a, b) {
    if (a.action !== b.action) return 'delete' === a.action ? -1 : 1;
    if ('keep' === a.action) return newestFirst(a.backup, b.backup);
    const order = ({ backup })=>'failed' === classifyStatus(backup.status) ? 0 : 1;
    return order(a) - order(b) || newestFirst(b.backup, a.backup);
}
/*! EXTERNAL MODULE: ./src/report/labels.ts */ var labels = __nccwpck_require__(923);
/*! CONCATENATED MODULE: ./src/steps/slot-counter.ts */ class SlotCounter {
    recorder;
    log;
    #used = new Map();
    constructor(recorder, log){
        this.recorder = recorder;
        this.log = log;
    }
    record(serverId, used) {
        this.#used.set(serverId, used);
        this.recorder.slots(serverId, used);
    }
    free(serverId) {
        const used = this.#used.get(serverId);
        if (void 0 !== used) this.record(serverId, used - 1);
    }
    servers() {
        return [
            ...this.#used.keys()
        ];
    }
    get(serverId) {
        return this.#used.get(serverId) ?? null;
    }
    report(servers, warnAt) {
        const hasKeepLast = warnAt >= MANUAL_BACKUP_LIMIT;
        const advice = hasKeepLast ? 'Run operation: prune.' : 'Set keep_last, or run operation: prune.';
        for (const { id, name } of servers){
            const used = this.#used.get(id);
            if (void 0 === used) continue;
            const line = `${used} of ${MANUAL_BACKUP_LIMIT} slots`;
            this.log.info(`${(0, labels.ZH)((0, labels.KM)(id, name))}: ${line}`);
            if (!(used < warnAt)) this.log.warning(`${(0, labels.ZH)((0, labels.KM)(id, name))} uses ${line} for manual backups: ${used >= MANUAL_BACKUP_LIMIT ? 'the next create needs a free one' : 'one is free'}. ${advice}`);
        }
    }
}
/*! CONCATENATED MODULE: ./node_modules/yocto-queue/index.js */ class Node {
    value;
    next;
    constructor(value){
        this.value = value;
    }
}
class Queue {
    #head;
    #tail;
    #size;
    constructor(){
        this.clear();
    }
    enqueue(value) {
        const node = new Node(value);
        if (this.#head) {
            this.#tail.next = node;
            this.#tail = node;
        } else {
            this.#head = node;
            this.#tail = node;
        }
        this.#size++;
    }
    dequeue() {
        const current = this.#head;
        if (!current) return;
        this.#head = this.#head.next;
        this.#size--;
        if (!this.#head) this.#tail = void 0;
        return current.value;
    }
    peek() {
        if (!this.#head) return;
        return this.#head.value;
    }
    clear() {
        this.#head = void 0;
        this.#tail = void 0;
        this.#size = 0;
    }
    get size() {
        return this.#size;
    }
    *[Symbol.iterator]() {
        let current = this.#head;
        while(current){
            yield current.value;
            current = current.next;
        }
    }
    *drain() {
        while(this.#head)yield this.dequeue();
    }
}
/*! CONCATENATED MODULE: ./node_modules/p-limit/index.js */ function pLimit(concurrency) {
    let rejectOnClear = false;
    if ('object' == typeof concurrency) ({ concurrency, rejectOnClear = false } = concurrency);
    validateConcurrency(concurrency);
    if ('boolean' != typeof rejectOnClear) throw new TypeError('Expected `rejectOnClear` to be a boolean');
    const queue = new Queue();
    let activeCount = 0;
    const resumeNext = ()=>{
        if (activeCount < concurrency && queue.size > 0) {
            activeCount++;
            queue.dequeue().run();
        }
    };
    const next = ()=>{
        activeCount--;
        resumeNext();
    };
    const run = async (function_, resolve, arguments_)=>{
        const result = (async ()=>function_(...arguments_))();
        resolve(result);
        try {
            await result;
        } catch  {}
        next();
    };
    const enqueue = (function_, resolve, reject, arguments_)=>{
        const queueItem = {
            reject
        };
        new Promise((internalResolve)=>{
            queueItem.run = internalResolve;
            queue.enqueue(queueItem);
        }).then(run.bind(void 0, function_, resolve, arguments_));
        if (activeCount < concurrency) resumeNext();
    };
    const generator = (function_, ...arguments_)=>new Promise((resolve, reject)=>{
            enqueue(function_, resolve, reject, arguments_);
        });
    Object.defineProperties(generator, {
        activeCount: {
            get: ()=>activeCount
        },
        pendingCount: {
            get: ()=>queue.size
        },
        clearQueue: {
            value () {
                if (!rejectOnClear) return void queue.clear();
                const abortError = AbortSignal.abort().reason;
                while(queue.size > 0)queue.dequeue().reject(abortError);
            }
        },
        concurrency: {
            get: ()=>concurrency,
            set (newConcurrency) {
                validateConcurrency(newConcurrency);
                concurrency = newConcurrency;
                queueMicrotask(()=>{
                    while(activeCount < concurrency && queue.size > 0)resumeNext();
                });
            }
        },
        map: {
            async value (iterable, function_) {
                const promises = [];
                try {
                    Array.from(iterable, (value, index)=>{
                        const promise = generator(function_, value, index);
                        promises.push(promise);
                        return promise;
                    });
                } catch (error) {
                    for (const promise of promises)promise.catch(()=>{});
                    throw error;
                }
                return Promise.all(promises);
            }
        }
    });
    return generator;
}
function validateConcurrency(concurrency) {
    if (!((Number.isInteger(concurrency) || 1 / 0 === concurrency) && concurrency > 0)) throw new TypeError('Expected `concurrency` to be a number from 1 and up');
}
/*! EXTERNAL MODULE: ./src/vpsorg/retry-after.ts */ var retry_after = __nccwpck_require__(222);
/*! CONCATENATED MODULE: ./src/vpsorg/api-clock.ts */ const MAX_STALE_MS = 300000;
const MAX_AGE_SECONDS = 60;
class ApiClock {
    clock;
    #offsetMs = null;
    #maxOffsetMs = -1 / 0;
    constructor(clock){
        this.clock = clock;
    }
    now() {
        return this.clock.now() + (this.#offsetMs ?? 0);
    }
    get offsetMs() {
        return this.#offsetMs ?? 0;
    }
    observe(headers) {
        const date = (0, retry_after.m6)(headers.date);
        const age = /^\d+$/.test(headers.age ?? '') ? Number(headers.age) : 0;
        if (age > MAX_AGE_SECONDS) return {
            at: this.now(),
            cached: `it came from a cache (Age: ${age})`
        };
        if (null === date) return {
            at: this.clock.now(),
            cached: null
        };
        const offsetMs = date - this.clock.now();
        if (offsetMs < this.#maxOffsetMs - MAX_STALE_MS) return {
            at: this.now(),
            cached: `it came from a cache (Date: ${headers.date})`
        };
        this.#maxOffsetMs = Math.max(this.#maxOffsetMs, offsetMs);
        this.#offsetMs = offsetMs;
        return {
            at: date,
            cached: null
        };
    }
}
/*! EXTERNAL MODULE: ./src/vpsorg/error-body.ts */ var error_body = __nccwpck_require__(290);
/*! CONCATENATED MODULE: ./src/vpsorg/pacer.ts */ class Pacer {
    clock;
    signal;
    #heldUntil = 0;
    #rejections = 0;
    constructor(clock, signal){
        this.clock = clock;
        this.signal = signal;
    }
    async ready(deadline = 1 / 0) {
        for(;;){
            const left = Math.min(this.#heldUntil, deadline) - this.clock.now();
            if (left <= 0) return;
            await this.clock.sleep(left, this.signal);
        }
    }
    get pauseMs() {
        return Math.max(0, this.#heldUntil - this.clock.now());
    }
    observe({ status, headers }, apiNow) {
        if (429 !== status && 503 !== status) return void this.release();
        const retryAfterMs = 429 === status ? (0, retry_after.sT)(headers, apiNow) : null;
        this.hold(Math.min(retryAfterMs ?? 0, MAX_RETRY_AFTER_MS));
    }
    hold(retryAfterMs) {
        const now = this.clock.now();
        if (now >= this.#heldUntil) this.#rejections += 1;
        this.#heldUntil = Math.max(this.#heldUntil, now + (retryAfterMs || rateLimitPause(this.#rejections)));
    }
    release() {
        this.#rejections = 0;
    }
}
/*! CONCATENATED MODULE: ./src/vpsorg/schemas.ts */ const digits = dist.FsL(dist.YjP(), dist.yGV(/^\d+$/), dist.pdi(Number));
const wholeNumber = dist.FsL(dist.KCZ([
    dist.aig(),
    digits
]), dist.Y2b());
const id = dist.FsL(wholeNumber, dist.Wwf(1));
const schemas_text = dist.NpB(dist.mee(dist.YjP()), null);
const schemas_word = dist.NpB(dist.FsL(dist.YjP(), dist.Bqr(), dist.PXX()), '');
const decimal = dist.FsL(dist.YjP(), dist.yGV(/^\d+(\.\d+)?$/), dist.pdi(Number));
const megabytes = dist.NpB(dist.mee(dist.FsL(dist.KCZ([
    dist.aig(),
    decimal
]), dist.Wwf(0))), null);
const serverRef = dist.KCZ([
    dist.Ikc({
        id,
        name: schemas_text
    }),
    dist.FsL(id, dist.pdi((bare)=>({
            id: bare,
            name: null
        })))
]);
const backup = dist.Ikc({
    id,
    server: dist.lqM(dist.mee(serverRef)),
    server_id: dist.lqM(dist.mee(serverRef)),
    backup_type: schemas_word,
    status: schemas_word,
    size_mb: megabytes,
    created_at: schemas_text,
    expires_at: schemas_text,
    description: schemas_text
});
const server = dist.Ikc({
    id,
    name: schemas_text,
    status: schemas_word
});
function parseBackup(json, requestedServerId) {
    const parsed = dist.xLC(backup, json);
    if (!parsed.success) return null;
    const row = parsed.output;
    const ref = row.server ?? row.server_id;
    const serverId = ref?.id ?? requestedServerId;
    if (void 0 === serverId) return null;
    return {
        id: row.id,
        serverId,
        serverName: ref?.name ?? null,
        type: row.backup_type,
        status: row.status,
        sizeMb: row.size_mb,
        createdAt: row.created_at,
        createdAtMs: parseTimestamp(row.created_at),
        expiresAt: row.expires_at,
        description: row.description
    };
}
function parseServer(json) {
    const parsed = dist.xLC(server, json);
    return parsed.success ? parsed.output : null;
}
const list = dist.Ikc({
    results: dist.YOg(dist.L5J()),
    count: dist.lqM(dist.L5J()),
    total: dist.lqM(dist.L5J()),
    total_count: dist.lqM(dist.L5J()),
    next: dist.lqM(dist.L5J())
});
function parsePage(json, parseRow) {
    const parsed = dist.xLC(list, Array.isArray(json) ? {
        results: json
    } : json);
    if (!parsed.success) return null;
    const { results, next, count, total, total_count: totalCount } = parsed.output;
    const items = results.map((row)=>parseRow(row)).filter((row)=>null !== row);
    return {
        items,
        count: largestCount([
            count,
            total,
            totalCount
        ]),
        next: parseNext(next),
        invalidCount: results.length - items.length,
        moreSign: Array.isArray(json) ? null : moreSign(json)
    };
}
function largestCount(counts) {
    const given = counts.filter((count)=>null != count);
    const numbers = given.map((count)=>{
        const parsed = dist.xLC(wholeNumber, count);
        return parsed.success ? parsed.output : 1 / 0;
    });
    return 0 === numbers.length ? null : Math.max(...numbers);
}
function parseNext(next) {
    if (!isSet(next)) return null;
    return 'string' == typeof next ? next : UNFOLLOWABLE_URL;
}
const UNFOLLOWABLE_URL = 'unreadable:';
function moreSign(json) {
    const nested = (name)=>json[name]?.next;
    const signs = {
        has_more: true === json.has_more,
        hasMore: true === json.hasMore,
        next_cursor: isSet(json.next_cursor),
        nextPageToken: isSet(json.nextPageToken),
        'links.next': isSet(nested('links')),
        'meta.next': isSet(nested('meta'))
    };
    return Object.entries(signs).find(([, isThere])=>isThere)?.[0] ?? null;
}
function isSet(value) {
    return null != value && '' !== value && false !== value;
}
const says = dist.Ikc({
    success: dist.lqM(dist.L5J()),
    ok: dist.lqM(dist.L5J()),
    status: dist.lqM(dist.L5J()),
    state: dist.lqM(dist.L5J()),
    result: dist.lqM(dist.L5J()),
    task_id: dist.lqM(dist.L5J()),
    job_id: dist.lqM(dist.L5J()),
    error: dist.lqM(dist.L5J()),
    errors: dist.lqM(dist.L5J())
});
const NO_WORDS = new Set([
    'error',
    'errored',
    'failed',
    'failure',
    'fail',
    'rejected',
    'denied'
]);
const YES_WORDS = new Set([
    'accepted',
    'queued',
    'pending',
    'success',
    'ok',
    'started',
    'processing',
    'in_progress',
    'creating',
    'running'
]);
function saysFailed(json) {
    return inner(json).some(({ success, ok })=>isNo(success) || isNo(ok));
}
function parseVerdict(json) {
    const all = inner(json);
    if (all.some(isRefused)) return 'refused';
    return all.some(isAccepted) ? 'accepted' : null;
}
function inner(json) {
    const [outer = null] = Array.isArray(json) ? json : [
        json
    ];
    const data = outer?.data;
    return [
        outer,
        data
    ].flatMap((one)=>{
        const parsed = dist.xLC(says, one);
        return parsed.success && !Array.isArray(one) ? [
            parsed.output
        ] : [];
    });
}
function isNo(value) {
    return false === value || 'false' === value;
}
function wordsOf({ status, state, result }) {
    return [
        status,
        state,
        result
    ].map((one)=>'string' == typeof one ? one.toLowerCase() : '');
}
function isRefused(one) {
    if (isNo(one.success) || isNo(one.ok) || wordsOf(one).some((word)=>NO_WORDS.has(word))) return true;
    return hasContent(one.error) || hasContent(one.errors);
}
function isAccepted(one) {
    const { success, ok, task_id: task, job_id: job } = one;
    if (true === success || true === ok || isSet(task) || isSet(job)) return true;
    return wordsOf(one).some((word)=>YES_WORDS.has(word));
}
function hasContent(value) {
    return isSet(value) && !(Array.isArray(value) && 0 === value.length);
}
/*! CONCATENATED MODULE: ./src/vpsorg/pagination.ts */ const MAX_PAGES = 100;
const MAX_REREADS = 2;
async function listAllPages(options) {
    for(let rereads = 0;; rereads++){
        const reading = new Reading(options);
        const result = await reading.run();
        if (!reading.hasMoved || result.complete || rereads >= MAX_REREADS) return result;
    }
}
class Reading {
    options;
    #items = new Map();
    #visited = new Set();
    #count = null;
    #invalid = 0;
    #reason = null;
    #at = 0;
    hasMoved = false;
    constructor(options){
        this.options = options;
    }
    async run() {
        let path1 = this.options.first;
        let wasStopped = false;
        while(null !== path1){
            const fetched = await this.options.fetch(path1);
            this.#visited.add(path1);
            if (null === fetched) {
                this.hasMoved = true;
                return this.#end(`its page ${path1} is not there any more (404)`);
            }
            this.#take(fetched);
            wasStopped = null !== fetched.page.next && this.#isEnough(fetched.page.items);
            path1 = wasStopped ? null : this.#follow(fetched.page.next);
        }
        if (wasStopped) return {
            ...this.#end(null),
            complete: false
        };
        const reasons = [
            this.#reason,
            this.#shortfall()
        ].filter((reason)=>null !== reason);
        return this.#end(0 === reasons.length ? null : reasons.join('; '));
    }
    #end(reason) {
        const items = [
            ...this.#items.values()
        ];
        return {
            items,
            complete: null === reason,
            reason,
            at: this.#at
        };
    }
    #take({ page, response, at, cached }) {
        if (1 === this.#visited.size) this.#at = at;
        const count = largestCount([
            page.count,
            response.headers['x-total-count']
        ]);
        if (null !== this.#count && null !== count && count !== this.#count) this.hasMoved = true;
        this.#count = count ?? this.#count;
        this.#invalid += page.invalidCount;
        for (const item of page.items)this.#items.set(item.id, item);
        this.#reason ??= cached ?? (null === page.next ? unfollowedSign(page, response) : null);
    }
    #isEnough(page) {
        const { stopWhen, maxPages = MAX_PAGES } = this.options;
        if (stopWhen?.(this.#items, page) === true) return true;
        if (this.#visited.size < MAX_PAGES) return this.#visited.size >= maxPages;
        this.#reason ??= `only its first ${MAX_PAGES} pages are read`;
        return false;
    }
    #follow(next) {
        if (null === next || this.#visited.size >= MAX_PAGES) return null;
        const { basePath, first } = this.options;
        const url = URL.canParse(next, `https://host${first}`) ? new URL(next, `https://host${first}`) : null;
        const path1 = null === url ? '' : url.pathname + url.search;
        if (null !== url && /^https?:$/.test(url.protocol) && path1.startsWith(basePath)) {
            if (!this.#visited.has(path1)) return path1;
            this.#reason ??= `its next page points back to ${path1}`;
        } else this.#reason ??= `its next page (${next}) can't be followed: it is not under ${basePath}`;
        return null;
    }
    #shortfall() {
        const shown = this.#items.size;
        if (this.#invalid > 0) return `${this.#invalid} of its rows can't be read`;
        if (1 / 0 === this.#count) return "its count can't be read";
        if (null !== this.#count && shown < this.#count) return `it shows ${shown} of ${this.#count}`;
        return this.hasMoved ? 'its rows changed while it was read' : null;
    }
}
function unfollowedSign(page, { status, headers }) {
    if (206 === status) return 'it is partial content (206)';
    const isLinked = /rel="?next"?/i.test(headers.link ?? '');
    const sign = isLinked ? 'a Link header' : page.moreSign;
    return null === sign ? null : `${sign} announces more, and there is no next to follow`;
}
/*! CONCATENATED MODULE: ./src/vpsorg/responses.ts */ function toCreated(response, serverId, apiNow) {
    const json = response.bodyComplete ? (0, error_body.qF)(response.body) : void 0;
    const backup = parseBackup(json, serverId);
    if (null !== backup && !saysFailed(json)) return {
        outcome: 'accepted',
        value: withPlausibleDate(backup, apiNow)
    };
    const verdict = parseVerdict(json);
    if ('accepted' === verdict || null === verdict && 202 === response.status) return {
        outcome: 'accepted',
        value: null
    };
    return unconfirmed('create a backup', response, verdict);
}
function toRestored(response) {
    const verdict = parseVerdict((0, error_body.qF)(response.body));
    const isWebPage = (0, error_body.kW)(response.body).isWebPage;
    if ('refused' === verdict || isWebPage) return unconfirmed('restore the backup', response, verdict);
    return {
        outcome: 'accepted',
        value: null
    };
}
function toDeleted(result) {
    if ('accepted' === result.outcome) {
        const { status, body } = result.value;
        if (204 === status) return {
            outcome: 'removed'
        };
        const isWebPage = (0, error_body.kW)(body).isWebPage;
        return isWebPage ? unconfirmed('delete the backup', result.value, null) : {
            outcome: 'answered'
        };
    }
    const { error } = result;
    if (404 !== error.status) return result;
    return error.body.isWebPage ? {
        outcome: 'unconfirmed',
        error
    } : {
        outcome: 'not_found'
    };
}
function failed(error) {
    return {
        outcome: error.mayHaveSucceeded ? 'unconfirmed' : 'rejected',
        error
    };
}
function isSuccess({ status }) {
    return status >= 200 && status < 300;
}
function toApiError(action, response, apiNow) {
    const { status, headers } = response;
    const location = status >= 300 && status < 400 ? headers.location : void 0;
    return new errors.hD(action, status, {
        body: (0, error_body.kW)(response.body),
        retryAfterMs: (0, retry_after.sT)(headers, apiNow),
        ...void 0 === location ? {} : {
            location: hostOf(location)
        }
    });
}
function hostOf(location) {
    return URL.canParse(location) ? new URL(location).origin : 'another path';
}
function unconfirmed(action, response, verdict) {
    const error = 'refused' === verdict ? new errors.hD(action, response.status, {
        invalid: `it reports a failure: ${(0, error_body.kW)(response.body).detail || 'no reason given'}`
    }) : invalidResponse(action, response);
    return {
        outcome: 'unconfirmed',
        error
    };
}
function invalidResponse(action, response) {
    const { status, body } = response;
    if (!response.bodyComplete) return new errors.hD(action, status, {
        invalid: 'its answer was cut short'
    });
    const parsed = (0, error_body.kW)(body);
    if (parsed.isWebPage) return new errors.hD(action, status, {
        body: parsed
    });
    const detail = /^\s*[{[]/.test(body) && void 0 === (0, error_body.qF)(body) ? '' : parsed.detail;
    const invalid = "its answer can't be read";
    return new errors.hD(action, status, {
        invalid: '' === detail ? invalid : `${invalid}: ${detail}`
    });
}
/*! CONCATENATED MODULE: ./src/vpsorg/client.ts */ const MAX_CONCURRENT_REQUESTS = 4;
const REQUEST_MS = 30_000;
class VpsOrgClient {
    options;
    apiClock;
    #base;
    #pacer;
    #limit = pLimit(MAX_CONCURRENT_REQUESTS);
    #lastCreateMs = null;
    constructor(options){
        this.options = options;
        this.#base = new URL(options.url).pathname.replace(/\/+$/, '');
        this.apiClock = new ApiClock(options.clock);
        this.#pacer = new Pacer(options.clock, options.signal);
    }
    async listBackups(filter, options = {}) {
        const query = new URLSearchParams();
        if (void 0 !== filter.serverId) query.set('server_id', String(filter.serverId));
        if (filter.backupType) query.set('backup_type', filter.backupType);
        const path1 = `/backups/${query.size > 0 ? `?${query}` : ''}`;
        const list = await this.#list({
            path: path1,
            action: 'list backups',
            parseRow: parseBackup
        }, options);
        return {
            ...list,
            items: list.items.map((backup)=>withPlausibleDate(backup, list.at))
        };
    }
    listServers(options = {}) {
        return this.#list({
            path: '/servers/',
            action: 'list servers',
            parseRow: parseServer
        }, options);
    }
    async createBackup(request, rateLimitMs, hooks = {}) {
        const { serverId, description } = request;
        const body = {
            server_id: serverId,
            description
        };
        this.#lastCreateMs ??= this.options.clock.now();
        const patience = ()=>(this.#lastCreateMs ?? 0) + rateLimitMs;
        const result = await this.#post('create a backup', {
            path: '/backups/',
            body,
            hooks
        }, patience);
        if ('accepted' !== result.outcome) return result;
        this.#lastCreateMs = this.options.clock.now();
        return toCreated(result.value, serverId, this.apiClock.now());
    }
    async restoreBackup(serverId, backupId, hooks = {}) {
        const path1 = `/servers/${serverId}/restore/`;
        const request = {
            path: path1,
            body: {
                backup_id: backupId
            },
            hooks
        };
        const started = this.options.clock.now();
        const patience = ()=>started + RATE_LIMIT_MS;
        const result = await this.#post('restore the backup', request, patience);
        if ('accepted' !== result.outcome) return result;
        return toRestored(result.value);
    }
    async deleteBackup(id, hooks = {}) {
        const started = this.options.clock.now();
        const request = {
            ...hooks,
            method: 'DELETE',
            path: `${this.#base}/backups/${id}/`,
            timeoutMs: REQUEST_MS
        };
        const patience = ()=>started + RATE_LIMIT_MS;
        return toDeleted(await this.#submit('delete the backup', request, patience));
    }
    #list(what, { deadline, timeoutMs, newConnection = false, ...rest }) {
        const timing = {
            timeoutMs: timeoutMs ?? REQUEST_MS,
            ...void 0 === deadline ? {} : {
                deadline
            }
        };
        const first = this.#base + what.path;
        const fetchOnce = async (path1)=>{
            const response = await this.#send({
                method: 'GET',
                path: path1,
                newConnection,
                ...timing
            }, what.action);
            if (404 === response.status && path1 !== first) return null;
            if (!isSuccess(response)) throw toApiError(what.action, response, this.apiClock.now());
            const json = response.bodyComplete ? (0, error_body.qF)(response.body) : void 0;
            const page = parsePage(json, what.parseRow);
            if (null === page) throw invalidResponse(what.action, response);
            return {
                page,
                response,
                ...this.apiClock.observe(response.headers)
            };
        };
        const fetch = (path1)=>void 0 === deadline && void 0 === timeoutMs ? this.#retryGet(()=>fetchOnce(path1)) : fetchOnce(path1);
        return listAllPages({
            first,
            basePath: `${this.#base}/`,
            fetch,
            ...rest
        });
    }
    async #retryGet(attempt) {
        for(let tries = 0;; tries++)try {
            return await attempt();
        } catch (error) {
            const pause = getPause(error, tries);
            if (!(error instanceof errors.hD) || null === pause) throw error;
            await this.#pause(error, pause);
        }
    }
    #post(action, { path: path1, body, hooks }, patience) {
        const request = {
            ...hooks,
            method: 'POST',
            path: this.#base + path1,
            body,
            timeoutMs: REQUEST_MS
        };
        return this.#submit(action, request, patience);
    }
    async #submit(action, request, patience) {
        for(let tries = 0;;){
            const result = await this.#submitOnce(action, request, patience());
            if ('rejected' !== result.outcome) return result;
            const limit = {
                heldMs: this.#pacer.pauseMs,
                leftMs: patience() - this.options.clock.now()
            };
            const pause = submitPause(result.error, tries, limit);
            if (null === pause) return result;
            if (429 !== result.error.status) tries++;
            request.onRejected?.();
            await this.#pause(result.error, pause);
        }
    }
    async #submitOnce(action, request, until) {
        try {
            const response = await this.#send(request, action, until);
            if (isSuccess(response)) return {
                outcome: 'accepted',
                value: response
            };
            return failed(toApiError(action, response, this.apiClock.now()));
        } catch (error) {
            if (!(error instanceof errors.hD)) throw error;
            return failed(error);
        }
    }
    async #pause(error, ms) {
        const seconds = Math.round(ms / 100) / 10;
        this.options.onRetry(`Could not ${error.action} (${error.shortReason}); retrying in ${seconds} s`);
        await this.options.clock.sleep(ms, this.options.signal);
    }
    #send(request, action, until = request.deadline) {
        return this.#limit(async ()=>{
            if (!request.newConnection) await this.#pacer.ready(until);
            try {
                const response = await this.options.transport.send(request);
                this.apiClock.observe(response.headers);
                this.#pacer.observe(response, this.apiClock.now());
                return response;
            } catch (cause) {
                throw cause instanceof errors.Dr ? new errors.hD(action, null, {
                    cause
                }) : cause;
            }
        });
    }
}
/*! CONCATENATED MODULE: ./src/operations/create-context.ts */ function createContext(options) {
    const { apiUrl, transport, clock, signal, log, run, newIdempotencyKey, random } = options;
    const client = new VpsOrgClient({
        url: apiUrl,
        transport,
        clock,
        signal,
        onRetry: log.info
    });
    const recorder = new Recorder({
        ...options,
        now: ()=>client.apiClock.now()
    });
    return {
        ...{
            client,
            clock,
            signal,
            log,
            recorder,
            run,
            newIdempotencyKey,
            random
        },
        ledger: new DeletionLedger(),
        serverStatuses: new ServerStatuses(client, clock),
        slots: new SlotCounter(recorder, log),
        readServerState: options.readServerState
    };
}
/*! CONCATENATED MODULE: ./src/backups/health.ts */ const COMPARED_BACKUPS = 3;
function assessSize(backup, backups, maxShrink) {
    const sized = backups.filter((other)=>other.id !== backup.id && hasSize(other, backup));
    const before = sized.filter((other)=>other.type === backup.type && newestFirst(backup, other) < 0).sort(newestFirst);
    const sizes = before.slice(0, COMPARED_BACKUPS).map(({ sizeMb })=>sizeMb ?? 0);
    const previousSizeMb = 0 === sizes.length ? null : Math.max(...sizes);
    return {
        verdict: verdictOf(backup, {
            previousSizeMb,
            maxShrink,
            hasSized: sized.length > 0
        }),
        previousSizeMb
    };
}
function hasSize(other, { serverId }) {
    const isCompleted = 'completed' === classifyStatus(other.status);
    return isCompleted && other.serverId === serverId && (other.sizeMb ?? 0) > 0;
}
function verdictOf({ sizeMb }, { previousSizeMb, maxShrink, hasSized }) {
    if (null === sizeMb || maxShrink >= 1) return null === sizeMb ? 'unknown' : 'plausible';
    if (0 === sizeMb) return hasSized ? 'empty' : 'unknown';
    if (null === previousSizeMb) return 'unknown';
    const shrink = (previousSizeMb - sizeMb) / previousSizeMb;
    return shrink > maxShrink ? 'shrunk' : 'plausible';
}
const STUCK_MS = 86400000;
const NEARLY = 0.8;
function assessHealth(backups, thresholds, { now, repository }) {
    const completed = backups.filter((backup)=>'completed' === classifyStatus(backup.status) && !isExpired(backup, now)).sort(newestFirst);
    const newest = completed.find(({ createdAtMs })=>null !== createdAtMs) ?? null;
    const ageMs = null === newest ? null : Math.max(0, now - (newest.createdAtMs ?? now));
    const withData = completed.filter(isRestorable).length;
    const size = null === newest ? null : assessSize(newest, completed, thresholds.maxShrink);
    const problems = [
        ...freshness(newest, ageMs, {
            completed,
            thresholds
        }),
        ...withData < thresholds.minBackups ? [
            {
                kind: 'too few',
                completed: withData
            }
        ] : [],
        ...plausibility(newest, size, thresholds),
        ...stuck(backups, now, repository)
    ];
    const isNearly = null !== newest && null !== ageMs && ageMs > thresholds.maxAgeMs * NEARLY;
    const isStale = problems.some(({ kind })=>'stale' === kind);
    return {
        newest,
        ageMs,
        previousSizeMb: size?.previousSizeMb ?? null,
        completed: withData,
        problems,
        warnings: isNearly && !isStale ? [
            {
                kind: 'nearly stale',
                backupId: newest.id,
                ageMs
            }
        ] : []
    };
}
function freshness(newest, ageMs, { completed, thresholds }) {
    const [undated] = completed;
    if (null === newest || null === ageMs) return [
        void 0 === undated ? {
            kind: 'none'
        } : {
            kind: 'undated',
            backupId: undated.id
        }
    ];
    return ageMs <= thresholds.maxAgeMs ? [] : [
        {
            kind: 'stale',
            backupId: newest.id,
            ageMs
        }
    ];
}
function plausibility(newest, size, { maxShrink }) {
    if (null === newest || null === size || maxShrink >= 1) return [];
    if (0 === newest.sizeMb) return [
        {
            kind: 'empty',
            backupId: newest.id
        }
    ];
    if ('shrunk' !== size.verdict) return [];
    const { sizeMb } = newest;
    const { previousSizeMb } = size;
    if (null === sizeMb || null === previousSizeMb) return [];
    return [
        {
            kind: 'shrunk',
            backupId: newest.id,
            sizeMb,
            previousSizeMb
        }
    ];
}
function stuck(backups, now, repository) {
    return backups.flatMap((backup)=>{
        const ageMs = now - (backup.createdAtMs ?? now);
        const isOwn = null !== (0, backups_marker.QS)(backup.description, repository);
        if (!isOwn || 'pending' !== classifyStatus(backup.status) || ageMs <= STUCK_MS) return [];
        return [
            {
                kind: 'stuck',
                backupId: backup.id,
                ageMs
            }
        ];
    });
}
/*! CONCATENATED MODULE: ./src/steps/list-backups.ts */ function isEmpty({ items, complete }) {
    return complete && 0 === items.length;
}
async function listServerBackups(ctx, server, options = {}) {
    const list = await ctx.client.listBackups({
        serverId: server.id
    }, options);
    return list_backups_ofServer(ctx, list, server);
}
function list_backups_ofServer(ctx, list, server) {
    const own = {
        ...list,
        items: list.items.filter(({ serverId })=>serverId === server.id)
    };
    noteList(ctx, own, (0, labels.KM)(server.id, server.name));
    recordSlots(ctx, own, server.id);
    return own;
}
function recordSlots(ctx, list, serverId) {
    if (!list.complete) return;
    const used = countedTowardLimit(list.items).filter(({ id })=>!ctx.ledger.isRemoved(id));
    ctx.slots.record(serverId, used.length);
}
function recordAllSlots(ctx, list) {
    const byServer = groupBy(list.items, ({ serverId })=>serverId);
    for (const serverId of new Set([
        ...byServer.keys(),
        ...ctx.slots.servers()
    ]))recordSlots(ctx, {
        ...list,
        items: byServer.get(serverId) ?? []
    }, serverId);
}
async function listEachServer(ctx, servers) {
    const all = servers.length > 1 ? await listAll(ctx, {
        maxPages: servers.length
    }) : null;
    if (null === all || !all.complete) return (server)=>listServerBackups(ctx, server);
    const byServer = groupBy(all.items, ({ serverId })=>serverId);
    return async (server)=>{
        const list = {
            ...all,
            items: byServer.get(server.id) ?? []
        };
        recordSlots(ctx, list, server.id);
        noteList(ctx, list, (0, labels.KM)(server.id, server.name));
        return list;
    };
}
async function listAll(ctx, options) {
    try {
        return await ctx.client.listBackups({}, options);
    } catch (error) {
        if (isOfThisList(error)) return null;
        throw error;
    }
}
function isOfThisList(error) {
    return error instanceof errors.hD && null !== error.status && 401 !== error.status;
}
const MAX_FAILED_POLLS = 3;
function pollingListAll(ctx) {
    let failures = 0;
    return async (options)=>{
        try {
            const list = await ctx.client.listBackups({}, options);
            failures = 0;
            return list;
        } catch (error) {
            if (!isOfThisList(error) || 429 === error.status) throw error;
            failures += 1;
            if (error.isTransient && failures < MAX_FAILED_POLLS) throw error;
            return null;
        }
    };
}
const MAX_CLOCK_SKEW_MS = 300000;
function noteList(ctx, list, label) {
    const { offsetMs } = ctx.client.apiClock;
    if (Math.abs(offsetMs) > MAX_CLOCK_SKEW_MS) {
        const direction = offsetMs > 0 ? 'behind' : 'ahead of';
        ctx.log.warnOnce('clock', `The runner's clock is ${(0, labels.a3)(Math.abs(offsetMs))} ${direction} the API's; ages are measured on the API's.`);
    }
    if (null === list.reason) return;
    const topic = `incomplete ${list.reason.replace(/\d+/g, '#')}`;
    ctx.log.warnOnce(topic, `The list of backups of ${label} is incomplete: ${(0, sanitize.ml)(list.reason, 400)}.`);
}
function warnOfUndated(ctx, backups) {
    const undated = backups.filter(({ createdAtMs })=>null === createdAtMs);
    const [first] = undated;
    if (void 0 === first) return;
    const date = null === first.createdAt ? 'none' : `"${(0, sanitize.ml)(first.createdAt, 40)}"`;
    ctx.log.warnOnce('undated', `${(0, labels.LS)(undated.length, 'backup')} without a usable date (backup ${first.id} of server ${first.serverId}: ${date}): never deleted, and without a rank.`);
}
/*! EXTERNAL MODULE: ./node_modules/fastest-levenshtein/mod.js */ var mod = __nccwpck_require__(535);
/*! CONCATENATED MODULE: ./src/report/messages.ts */ const LIST_HINT = 'Check backup_id and server_id; operation: list shows what is there.';
const CHECK_SERVER = 'Check the server on VPS.org before anything else.';
const MAX_REASON_LENGTH = 60;
function labelOf({ id, name }) {
    return (0, labels.KM)(id, name);
}
function waitedForLabel({ id, serverId, last }) {
    if (null !== last) return (0, labels.XM)(last);
    return null === serverId ? `backup ${id}` : `backup ${id} of ${(0, labels.KM)(serverId)}`;
}
function lastStatusLabel({ last }) {
    return null === last ? 'not listed yet' : (0, labels.Rh)(last.status);
}
function backupFailed(backup) {
    return new src_errors.lZ(`${(0, labels.ZH)((0, labels.XM)(backup))} failed (status: ${(0, labels.Rh)(backup.status)}).`, CHECK_SERVER);
}
function serverMismatch(backup, requested) {
    return new src_errors.lZ(`VPS.org answered with ${(0, labels.XM)(backup)} when asked for one of server ${requested}.`, 'Check both servers on VPS.org before anything else.');
}
function waitTimedOut(waited, timeoutMs, lastError) {
    const polls = null === lastError ? '' : ` Last poll: ${lastError}`;
    const running = null === waited.last ? '' : '; it is still running on VPS.org';
    return new src_errors.lZ(`${(0, labels.ZH)(waitedForLabel(waited))} did not complete within ${(0, labels.a3)(timeoutMs)} (last status: ${lastStatusLabel(waited)})${running}.${polls}`, {
        resume: [
            waited.id
        ]
    });
}
function waitAborted(waited, error) {
    return new src_errors.lZ(`The wait for ${waitedForLabel(waited)} ended (last status: ${lastStatusLabel(waited)}): ${(0, src_errors.Zw)(error)}`, {
        resume: [
            waited.id
        ]
    }, {
        cause: error
    });
}
function backupDisappeared(waited, absences) {
    return new src_errors.lZ(`${(0, labels.ZH)(waitedForLabel(waited))} disappeared: it was listed (${lastStatusLabel(waited)}), then missing from ${1 === absences ? 'the last complete list' : `${absences} complete lists in a row`}.`, 'Re-run to create another backup before you deploy.');
}
function backupNotListed(waited, waitedMs) {
    return new src_errors.lZ(`${(0, labels.ZH)(waitedForLabel(waited))} is not in the list of backups after ${(0, labels.a3)(waitedMs)}.`, 'Check backup_id, and that the token belongs to the account that owns it.');
}
function belongsElsewhere(backup, servers) {
    return new src_errors.lZ(`Backup ${backup.id} belongs to ${(0, labels.KM)(backup.serverId, backup.serverName)}, not to server ${servers.join(', ')}.`, 'Correct server_id or backup_id.');
}
function messages_unconfirmed({ server, idempotencyKey }, error, { sends, incomplete }) {
    const requests = 1 === sends ? 'the request' : `${sends} requests`;
    const list = null === incomplete ? `no listed backup has key=${idempotencyKey}` : `the list is incomplete (${(0, sanitize.ml)(incomplete, 200)})`;
    return new src_errors.lZ(`Could not confirm whether VPS.org created a backup of ${labelOf(server)}: ${requests} got no definite answer (${(0, sanitize.ml)(error.shortReason, MAX_REASON_LENGTH)}), and ${list}.`, `If a backup with key=${idempotencyKey} appears, wait for it by id (operation: wait); otherwise re-run.`, {
        cause: error
    });
}
function possibleMatch({ server, idempotencyKey }, backup, reason) {
    return new src_errors.lZ(`Could not confirm whether backup ${backup.id} is the one requested for ${labelOf(server)}: the request got no definite answer (${(0, sanitize.ml)(reason, MAX_REASON_LENGTH)}), and its text fits ("${(0, sanitize.ml)(backup.description ?? '', 40)}"), but not its marker (key=${idempotencyKey}).`, `If it is yours, wait for it (operation: wait, backup_id: ${backup.id}); otherwise re-run.`);
}
function createRejected(server, error, isFull) {
    return new src_errors.lZ(`No backup of ${labelOf(server)} was created. ${(0, src_errors.Zw)(error)}`, isFull && null === error.retryAfterMs ? `Its ${MANUAL_BACKUP_LIMIT} slots are used: if that is the cause, free one with operation: prune.` : (0, src_errors.SM)(error), {
        cause: error
    });
}
function rejectedAgain(server, error, freed) {
    const before = null === freed ? 'though a slot was free' : `though backup ${freed} was deleted to free a slot`;
    return new src_errors.lZ(`No backup of ${labelOf(server)} was created: the request was rejected again, ${before}. ${(0, src_errors.Zw)(error)}`, (0, src_errors.SM)(error), {
        cause: error
    });
}
function incompleteList(server, reason, consequence) {
    const why = null === reason ? '' : ` (${(0, sanitize.ml)(reason, 300)})`;
    return new src_errors.lZ(`The list of backups of ${labelOf(server)} is incomplete${why}. ${consequence}`, 'Try again later.');
}
function notListed(ids, server, incomplete) {
    const where = null === server ? '' : ` of ${labelOf(server)}`;
    const list = null === incomplete ? '' : `, which is incomplete (${(0, sanitize.ml)(incomplete, 200)})`;
    const subject = ids.length > 1 ? `backups ${ids.join(', ')} are` : `backup ${ids[0]} is`;
    return new src_errors.lZ(`Nothing was deleted: ${subject} not in the list of backups${where}${list}.`, LIST_HINT);
}
function notDeleted(backup, reason, isListed) {
    const state = isListed ? 'is still listed' : 'may be deleted';
    return new src_errors.lZ(`${(0, labels.ZH)((0, labels.XM)(backup))} ${state}: ${reason}`, 'Run operation: list, then delete what is left by id.');
}
function unknownServer(server, near) {
    const names = 0 === near.length ? '' : ` Its servers: ${near.join(', ')}.`;
    return new src_errors.lZ(`No server of this account has the id ${server.id}, and no backup mentions it.${names}`, 'Check server_id, and that the token belongs to the account of that server.');
}
/*! CONCATENATED MODULE: ./src/steps/resolve-servers.ts */ async function resolveServers(ctx, { serverIds, serverNames }) {
    if (null === serverNames) return (serverIds ?? []).map((id)=>({
            id,
            name: null
        }));
    const servers = await ctx.client.listServers();
    if (null !== servers.reason) throw new src_errors.lZ(`The list of servers is incomplete (${(0, sanitize.ml)(servers.reason, 300)}), so server_name ${serverNames.map(sanitize.hD).join(', ')} can't be resolved. Nothing was changed.`, 'Set server_id instead.');
    const named = servers.items.flatMap(({ id, name })=>name ? {
            id,
            name
        } : []);
    const resolved = serverNames.map((name)=>findByName(named, name));
    if (null !== serverIds) assertSame(serverIds, resolved);
    for (const { id, name } of resolved)ctx.log.info(`server_name ${(0, sanitize.hD)(name)} is server ${id}`);
    return resolved;
}
function findByName(servers, name) {
    const found = servers.filter((server)=>server.name.normalize('NFC') === name);
    const [server] = found;
    if (void 0 === server) throw new src_errors.lZ(`No server of this account has the name ${(0, sanitize.hD)(name)}. Nothing was changed.${nearNames(servers, name)}`, 'Correct server_name: case and spaces count.');
    if (1 === found.length) return server;
    throw new src_errors.lZ(`${found.length} servers have the name ${(0, sanitize.hD)(name)} (${found.map(({ id })=>id).join(', ')}). Nothing was changed.`, 'Set server_id to the one that you mean.');
}
function assertSame(ids, servers) {
    const byName = new Set(servers.map(({ id })=>id));
    if (ids.length === byName.size && ids.every((id)=>byName.has(id))) return;
    const named = servers.map(labelByName).join(', ');
    throw new src_errors.lZ(`server_id ${ids.join(', ')} and server_name ${named} are not the same. Nothing was changed.`, 'Correct one of the two.');
}
function labelByName({ id, name }) {
    return `${(0, sanitize.hD)(name)} (server ${id})`;
}
const MAX_SUGGESTIONS = 5;
function nearNames(servers, wanted) {
    const ranked = servers.map((server)=>({
            server,
            far: (0, mod.Io)(wanted.toLowerCase(), server.name.toLowerCase())
        })).filter(({ far })=>far <= Math.max(2, wanted.length / 2)).sort((a, b)=>a.far - b.far).slice(0, MAX_SUGGESTIONS).map(({ server })=>labelByName(server));
    return 0 === ranked.length ? '' : ` Near: ${ranked.join(', ')}.`;
}
async function withUnknownServers(ctx, servers, { results, isUnmentioned }) {
    const unmentioned = servers.filter(({ id })=>{
        const one = results.get(id);
        return void 0 !== one && 'value' in one && isUnmentioned(one.value);
    });
    const unknown = await unknownServers(ctx, unmentioned);
    const errors = [
        ...unknown
    ].map(([id, error])=>[
            id,
            {
                error
            }
        ]);
    return new Map([
        ...results,
        ...errors
    ]);
}
async function unknownServers(ctx, unmentioned) {
    if (0 === unmentioned.length) return new Map();
    const servers = await ctx.client.listServers().catch((error)=>{
        if (error instanceof errors.hD) return {
            items: [],
            reason: error.problem
        };
        throw error;
    });
    if (null !== servers.reason) {
        ctx.log.warning(`It could not be checked whether the account has ${(0, labels.rq)(unmentioned)}: the list of servers is incomplete (${(0, sanitize.ml)(servers.reason, 200)}).`);
        return new Map();
    }
    const known = new Set(servers.items.map(({ id })=>id));
    const unknown = unmentioned.filter(({ id })=>!known.has(id));
    return new Map(unknown.map((server)=>[
            server.id,
            unknownServer(server, nearIds(servers.items, server))
        ]));
}
function nearIds(servers, { id }) {
    return [
        ...servers
    ].sort((a, b)=>(0, mod.Io)(String(a.id), String(id)) - (0, mod.Io)(String(b.id), String(id))).slice(0, MAX_SUGGESTIONS).map(({ id: near, name })=>(0, labels.KM)(near, name).slice(7));
}
/*! CONCATENATED MODULE: ./src/steps/result.ts */ async function forEachServer(servers, task) {
    const attempt = async (server)=>{
        try {
            return {
                value: await task(server)
            };
        } catch (error) {
            const isNamed = 1 === servers.length || !(error instanceof errors.hD);
            return {
                error: isNamed ? toError(error) : result_ofServer(error, server)
            };
        }
    };
    const results = new Map(await Promise.all(servers.map(async (server)=>[
            server.id,
            await attempt(server)
        ])));
    const cancelled = errorsOf(results.values()).find((error)=>error instanceof src_errors.cc);
    if (void 0 !== cancelled) throw cancelled;
    return results;
}
async function allEnded(promises) {
    await Promise.allSettled(promises);
    return Promise.all(promises);
}
function result_ofServer(error, { id, name }) {
    const problem = `${(0, labels.KM)(id, name)}: ${(0, src_errors.Zw)(error)}`;
    return new src_errors.lZ(problem, (0, src_errors.SM)(error), {
        cause: error
    });
}
function toError(reason) {
    return reason instanceof Error ? reason : new Error(String(reason));
}
function valuesOf(results) {
    return [
        ...results
    ].flatMap((one)=>'value' in one ? [
            one.value
        ] : []);
}
function errorsOf(results) {
    return [
        ...results
    ].flatMap((one)=>'error' in one ? [
            one.error
        ] : []);
}
function throwIfAnyFailed(results) {
    const errors = errorsOf(results.values());
    if (errors.length > 0) throw (0, src_errors.Lt)(errors, {
        count: results.size,
        noun: 'servers'
    });
}
/*! CONCATENATED MODULE: ./src/operations/check.ts */ async function check(inputs, named, ctx) {
    const servers = named.length > 0 ? named : await allServers(ctx);
    logStart(inputs, servers, ctx);
    const results = await readLists(ctx, servers);
    const lists = await withUnknownServers(ctx, servers, {
        results,
        isUnmentioned: isEmpty
    });
    warnOfUndated(ctx, valuesOf(lists.values()).flatMap(({ items })=>items));
    const checks = servers.map((server)=>checkServer(ctx, inputs, {
            server,
            list: lists.get(server.id) ?? {
                error: new Error('not listed')
            }
        }));
    ctx.recorder.checks(checks);
    for (const one of checks)logCheck(ctx, one);
    const failed = checks.filter(({ ok })=>!ok);
    if (0 === failed.length) return;
    throw checkFailed(failed, checks.length, remedyFor(failed, errorsOf(lists.values())));
}
async function readLists(ctx, servers) {
    const listOf = await listEachServer(ctx, servers).catch((error)=>()=>Promise.reject(error));
    return forEachServer(servers, listOf);
}
function remedyFor(failed, errors) {
    const isUnseen = errors.length === failed.length;
    return isUnseen ? (0, src_errors.SM)(errors[0]) : 'Check these backups on VPS.org.';
}
async function allServers(ctx) {
    ctx.recorder.checks([]);
    const { items, reason } = await ctx.client.listServers();
    if (null === reason && items.length > 0) return items.map(({ id, name })=>({
            id,
            name
        }));
    const why = null === reason ? 'is empty' : `is incomplete (${(0, sanitize.ml)(reason, 300)})`;
    throw new src_errors.lZ(`The list of servers ${why}, so not all servers of the account could be checked.`, 'Set server_id or server_name, and check whose token it is.');
}
function logStart(inputs, servers, ctx) {
    const { maxAgeMs, maxShrink, minBackups, backupType, scope, match } = inputs;
    const settings = (0, labels.TR)([
        `max_age ${(0, labels.a3)(maxAgeMs)}`,
        `max_shrink ${formatPercent(maxShrink)}`,
        `min_backups ${minBackups}`,
        null === backupType ? null : `type ${backupType}`,
        `scope ${scope}`,
        null === match ? null : `match ${(0, sanitize.hD)(match)}`
    ]);
    ctx.log.info(`Checking backups of ${(0, labels.rq)(servers)}${settings}`);
}
function checkServer(ctx, inputs, { server, list }) {
    const base = {
        ...{
            serverId: server.id,
            serverName: server.name,
            slotsUsed: ctx.slots.get(server.id)
        },
        ...{
            backupId: null,
            ageMs: null,
            sizeMb: null,
            previousSizeMb: null,
            completed: 0
        }
    };
    if ('error' in list) {
        const { cause } = list.error;
        const problem = (0, src_errors.Zw)(cause instanceof errors.hD ? cause : list.error);
        return {
            ...base,
            ok: false,
            problems: [
                problem
            ],
            warnings: []
        };
    }
    const { items, complete, reason, at } = list.value;
    const backups = items.filter(({ type })=>null === inputs.backupType || type === inputs.backupType).filter((backup)=>inScope(backup, inputs.scope, ctx.run) && matches(backup, inputs.match));
    const health = assessHealth(backups, inputs, {
        now: at,
        repository: ctx.run
    });
    const serverName = server.name ?? items[0]?.serverName ?? null;
    if (!complete) {
        const incomplete = `its list of backups is incomplete (${(0, sanitize.ml)(reason ?? '', 300)})`;
        const stuck = health.problems.filter(({ kind })=>'stuck' === kind);
        const problems = [
            incomplete,
            ...stuck.map((one)=>describe(one, inputs))
        ];
        return {
            ...base,
            serverName,
            ok: false,
            problems,
            warnings: []
        };
    }
    const problems = health.problems.map((one)=>describe(one, inputs));
    recordNewest(ctx, server, health);
    return {
        ...base,
        ...{
            serverName,
            ok: 0 === problems.length,
            problems
        },
        warnings: [
            ...health.warnings.map((one)=>describe(one, inputs)),
            ...slotWarnings(base.slotsUsed)
        ],
        backupId: health.newest?.id ?? null,
        ageMs: health.ageMs,
        sizeMb: health.newest?.sizeMb ?? null,
        previousSizeMb: health.previousSizeMb,
        completed: health.completed
    };
}
function recordNewest(ctx, server, { newest }) {
    if (null !== newest) ctx.recorder.update(server.id, {
        ...EMPTY,
        ...observed(newest)
    });
}
function slotWarnings(used) {
    if ((used ?? 0) < MANUAL_BACKUP_LIMIT) return [];
    return [
        `no free slot: ${used} of ${MANUAL_BACKUP_LIMIT} are used`
    ];
}
function describe(finding, { maxAgeMs, maxShrink, minBackups }) {
    const limit = (0, labels.a3)(maxAgeMs);
    switch(finding.kind){
        case 'none':
            return `no completed backup within max_age ${limit}`;
        case 'undated':
            return `no completed backup within max_age ${limit}: backup ${finding.backupId} has no usable date`;
        case 'stale':
            return `newest backup ${finding.backupId} is ${(0, labels.a3)(finding.ageMs)} old (max_age ${limit})`;
        case 'nearly stale':
            return `newest backup ${finding.backupId} is ${(0, labels.a3)(finding.ageMs)} old, over 80% of max_age ${limit}`;
        case 'too few':
            return `${(0, labels.LS)(finding.completed, 'completed backup')} with data (min_backups ${minBackups})`;
        case 'empty':
            return `newest backup ${finding.backupId} has 0 MB`;
        case 'shrunk':
            return `newest backup ${finding.backupId} has ${(0, labels.Xq)(finding.sizeMb)}, ${formatPercent(1 - finding.sizeMb / finding.previousSizeMb)} smaller than ${(0, labels.Xq)(finding.previousSizeMb)} before (max_shrink ${formatPercent(maxShrink)})`;
        case 'stuck':
            return `backup ${finding.backupId} has been pending for ${(0, labels.a3)(finding.ageMs)} (limit 24h)`;
    }
}
function formatPercent(part) {
    return `${Math.round(1_000 * part) / 10}%`;
}
function logCheck(ctx, { serverId, serverName, ok, problems, warnings, ageMs, sizeMb }) {
    const label = (0, labels.ZH)((0, labels.KM)(serverId, serverName));
    const facts = [
        `${(0, labels.a3)(ageMs ?? 0)} old`,
        (0, labels.Xq)(sizeMb)
    ].filter(Boolean);
    ctx.log.info(ok ? `${label}: ok (newest backup ${facts.join(', ')})` : `${label}: ${problems.join('; ')}`);
    for (const warning of warnings)ctx.log.warning(`${label}: ${warning}.`);
}
function checkFailed(failed, count, remedy) {
    const lines = failed.map(({ serverId, serverName, problems })=>`- ${(0, labels.KM)(serverId, serverName)}: ${problems.join('; ')}`);
    return new src_errors.lZ(`The check failed for ${failed.length} of ${(0, labels.LS)(count, 'server')}.`, remedy, {
        table: lines
    });
}
/*! CONCATENATED MODULE: ./src/polling.ts */ const INITIAL_INTERVAL_MS = 1_000;
const CONSTANT_INTERVALS = 4;
const GROWTH = 1.25;
const HEARTBEAT_MS = 30_000;
const GRACE_PERIOD_MS = 5_000;
const MAX_RETRY_INTERVAL_MS = 30_000;
const MAX_FAILING_MS = 600000;
function poll(options) {
    return new Polling(options).run();
}
function interval(n, maxMs) {
    const grown = INITIAL_INTERVAL_MS * GROWTH ** Math.max(0, n - CONSTANT_INTERVALS + 1);
    return Math.min(grown, maxMs);
}
class Polling {
    options;
    #deadline;
    #polls = 0;
    #failing = null;
    #unconfirmed = false;
    constructor(options){
        this.options = options;
        this.#deadline = options.clock.now() + options.timeoutMs;
    }
    async run() {
        const { clock, initialDelayMs, maxIntervalMs } = this.options;
        let pause = initialDelayMs;
        for(;;){
            await this.#sleepUntil(Math.min(clock.now() + pause, this.#deadline));
            if (clock.now() >= this.#deadline) return this.#finalPoll();
            const retryMs = await this.#poll({
                deadline: this.#deadline,
                isFinal: false
            });
            if ('done' === retryMs) return 'done';
            const next = interval(this.#polls++, maxIntervalMs);
            pause = null === retryMs ? next : Math.max(Math.min(next, MAX_RETRY_INTERVAL_MS), retryMs);
        }
    }
    async #finalPoll() {
        const deadline = this.options.clock.now() + GRACE_PERIOD_MS;
        for(let tries = 0; tries < 2 && this.options.clock.now() < deadline; tries++){
            const result = await this.#poll({
                deadline,
                isFinal: true
            });
            if (null === result || 'done' === result) return 'done' === result ? 'done' : 'timeout';
        }
        return 'timeout';
    }
    async #poll(one) {
        const { signal, check } = this.options;
        const startedAt = this.options.clock.now();
        try {
            const isDone = await check(one);
            this.#failing = null;
            this.#unconfirmed = false;
            signal.throwIfAborted();
            return isDone ? 'done' : null;
        } catch (error) {
            signal.throwIfAborted();
            return this.#retryDelay(error, startedAt, one);
        }
    }
    #retryDelay(error, startedAt, { isFinal }) {
        const { kind, retryAfterMs } = this.options.classify(error);
        if ('fatal' === kind || 'confirm' === kind && this.#unconfirmed) throw error;
        this.#unconfirmed = 'confirm' === kind;
        this.#failing ??= {
            since: startedAt,
            excusedMs: 0
        };
        const failingMs = this.options.clock.now() - this.#failing.since - this.#failing.excusedMs;
        if (failingMs >= MAX_FAILING_MS && !isFinal) throw error;
        this.#failing.excusedMs += retryAfterMs;
        return retryAfterMs;
    }
    async #sleepUntil(until) {
        const { clock, signal } = this.options;
        while(clock.now() < until)await clock.sleep(until - clock.now(), signal);
    }
}
function startHeartbeat(clock, onBeat) {
    const ended = new AbortController();
    const next = ()=>{
        clock.sleep(HEARTBEAT_MS, ended.signal).then(()=>{
            if (ended.signal.aborted) return;
            onBeat();
            next();
        }, ignore);
    };
    next();
    return ()=>ended.abort(ENDED);
}
const ENDED = 'the wait is over';
function ignore() {}
/*! CONCATENATED MODULE: ./src/steps/create-request.ts */ function newCreateRequest(ctx, { text, state, ...request }) {
    const { owner, repo, repositoryId, runId, attempt, job, sha } = ctx.run;
    const key = ctx.newIdempotencyKey();
    const run = {
        owner,
        repo,
        repositoryId,
        runId,
        attempt,
        job,
        sha
    };
    const marker = {
        ...run,
        kind: request.kind,
        state,
        key
    };
    return {
        ...request,
        idempotencyKey: key,
        description: (0, backups_description.DK)(text, marker)
    };
}
function warnIfMarkerMissing(ctx, backup, key) {
    if ((0, backups_marker.CJ)(backup.description, key)) return;
    ctx.log.warnOnce(`marker ${backup.id}`, `VPS.org stored backup ${backup.id} without the marker that was sent: rotation, latest and last_good won't recognise it.`);
}
function warnOfDuplicates(ctx, { id, serverId, description }, rows) {
    const key = (0, backups_marker.gY)(description)?.key;
    const others = rows.filter((row)=>row.id !== id && void 0 !== key && (0, backups_marker.CJ)(row.description, key));
    if (0 === others.length) return;
    const ids = [
        id,
        ...others.map((row)=>row.id)
    ].join(' and ');
    ctx.log.warnOnce(`duplicates ${serverId}`, `Backups ${ids} of server ${serverId} both carry the key of one request: delete one of them.`);
}
function validateCreated(backup, requestedServerId) {
    if (backup.serverId !== requestedServerId) throw serverMismatch(backup, requestedServerId);
    const state = classifyStatus(backup.status);
    if ('failed' === state || 'removed' === state) throw backupFailed(backup);
}
/*! CONCATENATED MODULE: ./src/backups/eviction.ts */ const eviction_MIN_AGE_MS = 900000;
const DAY_MS = 86_400_000;
function mayDelete({ policy, targetId }) {
    return null !== policy || void 0 !== targetId;
}
function chooseEviction(backups, options) {
    if (!mayDelete(options)) return null;
    const choices = [
        ...failedOwn(backups, options),
        ...beyondKeepLast(backups, options),
        ...safetyBackups(backups, options)
    ];
    return choices.find((choice)=>isAllowed(choice, backups, options)) ?? null;
}
function contextOf({ context }) {
    return {
        ...context,
        minAgeMs: eviction_MIN_AGE_MS
    };
}
function isAllowed({ backup }, backups, options) {
    if (backup.id === options.targetId) return false;
    const { context, policy } = options;
    const scope = policy ?? keepLastPolicy(1, 'repository');
    if (!isKeepable(backup, scope, context.run)) return true;
    return backups.some((other)=>other !== backup && isKeepable(other, scope, context.run));
}
function failedOwn(backups, options) {
    const { run } = options.context;
    const protect = protectionOf(backups, contextOf(options));
    return backups.filter(({ status })=>'failed' === classifyStatus(status)).filter((backup)=>null !== (0, backups_marker.QS)(backup.description, run)).filter((backup)=>null === protect(backup)).sort((a, b)=>newestFirst(b, a)).map((backup)=>remove(backup, `failed (status: ${backup.status})`));
}
function beyondKeepLast(backups, options) {
    const { policy } = options;
    if (null === policy) return [];
    const decide = (reservedRanks)=>applyRetention(backups, policy, {
            ...contextOf(options),
            reservedRanks
        });
    const decisions = decide(1);
    const good = lastKnownGood(backups, options.context.run);
    const rank = decisions.find(({ backup })=>backup === good)?.rank ?? 0;
    const counted = rank > (policy.keepLast ?? 1 / 0) ? decide(2) : decisions;
    return counted.filter(({ action })=>'delete' === action);
}
function safetyBackups(backups, options) {
    const { run, now } = options.context;
    const protect = protectionOf(backups, contextOf(options));
    const [newest, ...older] = backups.filter((backup)=>(0, backups_marker.QS)(backup.description, run)?.kind === 'safety').filter((backup)=>isKeepable(backup, keepLastPolicy(1, 'repository'), run)).sort(newestFirst);
    const choices = older.reverse().map((backup)=>remove(backup, 'the oldest safety backup'));
    if (void 0 !== newest && now - (newest.createdAtMs ?? now) > DAY_MS) choices.push(remove(newest, 'the last safety backup, over a day old'));
    return choices.filter(({ backup })=>null === protect(backup));
}
function remove(backup, reason) {
    return {
        backup,
        action: 'delete',
        reason,
        rank: null
    };
}
function explainSlots(backups, options) {
    const slots = countedTowardLimit(backups).sort((a, b)=>newestFirst(b, a));
    return {
        slots: slots.map((backup)=>({
                backup,
                action: 'keep',
                reason: stayReason(backup, backups, options),
                rank: null
            })),
        nextFreeAt: nextFreeAt(backups, options),
        helpfulPolicy: void 0 === options.targetId ? helpfulPolicy(backups, options) : null
    };
}
function helpfulPolicy(backups, options) {
    const present = options.policy;
    const scopes = [
        'repository',
        'server'
    ].filter((scope)=>'server' === scope || present?.scope !== 'server');
    const choices = scopes.flatMap((scope)=>{
        const given = present?.keepLast ?? MANUAL_BACKUP_LIMIT;
        return Array.from({
            length: given
        }, (_, n)=>({
                keepLast: given - n,
                scope
            }));
    });
    const frees = ({ keepLast, scope })=>null !== chooseEviction(backups, {
            ...options,
            policy: keepLastPolicy(keepLast, scope)
        });
    return choices.find(frees) ?? null;
}
function stayReason(backup, backups, options) {
    const { policy, context, targetId } = options;
    if (backup.id === targetId) return 'the backup to restore';
    const protectedBy = protectionOf(backups, contextOf(options))(backup);
    const kind = (0, backups_marker.QS)(backup.description, context.run)?.kind;
    if (!mayDelete(options)) return protectedBy ?? 'keep_last is not set';
    if ('safety' === kind) return protectedBy ?? 'the newest safety backup, under a day old';
    if (null === policy) return protectedBy ?? 'not a safety backup of this repository';
    const all = applyRetention(backups, policy, {
        ...contextOf(options),
        reservedRanks: 1
    });
    const decision = all.find((one)=>one.backup === backup);
    return decision?.action === 'keep' ? decision.reason : 'the last completed manual backup in scope';
}
function nextFreeAt(backups, options) {
    const times = backups.flatMap(({ createdAtMs })=>null === createdAtMs ? [] : [
            createdAtMs + eviction_MIN_AGE_MS,
            createdAtMs + DAY_MS + 1
        ]);
    const later = times.filter((time)=>time > options.context.now).sort((a, b)=>a - b);
    const frees = (now)=>null !== chooseEviction(backups, {
            ...options,
            context: {
                ...options.context,
                now
            }
        });
    return later.find(frees) ?? null;
}
/*! CONCATENATED MODULE: ./src/report/full-server-message.ts */ function serverFull(full) {
    const { server, error, report, now } = full;
    const { slots } = report;
    const why = null !== full.policy || full.isSafety ? ' None of them can be deleted now.' : '';
    return new src_errors.lZ(`No backup of ${labelOf(server)} was created: all ${slots.length} slots for manual backups are used (VPS.org answered ${(0, sanitize.ml)(error.shortReason, 100)}).${why}`, fullServerRemedy(full), {
        cause: error,
        table: slots.map(({ backup, reason })=>`- ${backup.id}: ${(0, labels.nV)(backup, now)}, ${(0, labels.Rh)(backup.status)}, "${(0, sanitize.ml)((0, backups_description.fz)(backup.description), 40)}": ${reason}`)
    });
}
const WORTH_KEEPING = [
    'the backup to restore',
    'marked [keep]',
    'last known good',
    'in progress'
];
function fullServerRemedy({ policy, report, now }) {
    const { nextFreeAt, helpfulPolicy, slots } = report;
    const spare = slots.find(({ reason })=>!WORTH_KEEPING.includes(reason)) ?? slots[0];
    const others = [
        null === helpfulPolicy ? null : `set ${policyChange(policy, helpfulPolicy)}`,
        null !== nextFreeAt ? `re-run in ${(0, labels.a3)(nextFreeAt - now + 60_000)}, when one can be deleted` : null
    ].filter((one)=>null !== one);
    const first = `Delete one that you no longer need (operation: delete, for example backup_id: ${spare?.backup.id})`;
    return `${[
        first,
        ...others
    ].join(', or ')}.`;
}
function policyChange(policy, { keepLast, scope }) {
    const changes = [
        keepLast === policy?.keepLast ? null : `keep_last: ${keepLast}`,
        scope === (policy?.scope ?? 'repository') ? null : `scope: ${scope}`
    ];
    return changes.filter((change)=>null !== change).join(' and ');
}
/*! CONCATENATED MODULE: ./src/vpsorg/limit-answer.ts */ const STATUSES = [
    400,
    403,
    409,
    422
];
const OTHER_CAUSES = [
    'rate',
    'request',
    'again',
    'second',
    'minute',
    'hour',
    'character',
    'length',
    'disk',
    'storage',
    'credit',
    'balance',
    'payment',
    'invoice'
];
const OTHER_WORDS = /(?<!\p{L})(wait|min|days?|today|daily|weeks?|weekly|months?|monthly|progress|token|memory|maintenance|[gmt]b)(?!\p{L})/iu;
const LIMIT = /(?<![\p{L}\p{N}])(limi|maxim|maksim|quota|exceed|too many|at most|\u043c\u0430\u043a\u0441\u0438\u043c|\u043b\u0438\u043c\u0438\u0442|\u043e\u0433\u0440\u0430\u043d\u0438\u0447\u0435\u045a)|(?<![\p{L}\p{N}.])(10|ten)(?![\p{L}\p{N}]|\.\d)|\u4e0a\u9650|\u9650\u5236/iu;
function mayBeLimitReached(error) {
    const { status, body, retryAfterMs } = error;
    if (null === status || !STATUSES.includes(status)) return false;
    if (null !== retryAfterMs || body.isWebPage) return false;
    if (body.fields.some((field)=>"description" === field || 'server_id' === field)) return false;
    if ('' === body.text) return 403 !== status;
    const text = body.text.toLowerCase();
    const isOther = OTHER_CAUSES.some((word)=>text.includes(word)) || OTHER_WORDS.test(text);
    return !isOther && LIMIT.test(body.text);
}
/*! CONCATENATED MODULE: ./src/steps/create-once.ts */ class UnconfirmedError extends src_errors.lZ {
}
const SEARCH_INTERVAL_MS = 5_000;
function createOnce(ctx, request, sends = 1) {
    return new CreateAttempt(ctx, request).run(sends);
}
const NOTHING_SENT = {
    found: null,
    used: 0,
    reason: null
};
class CreateAttempt {
    ctx;
    request;
    #requestedAt;
    constructor(ctx, request){
        this.ctx = ctx;
        this.request = request;
        this.#requestedAt = ctx.client.apiClock.now();
    }
    async run(first) {
        this.ctx.log.info(`Requesting a backup of ${this.#server} (key=${this.request.idempotencyKey})`);
        for(let sends = first;; sends++){
            const result = await this.#submit(sends);
            const created = await this.#settle(result, sends);
            if (null !== created) return created;
            const { min, max } = CREATE_RESEND_MS;
            await this.ctx.clock.sleep(min + this.ctx.random() * (max - min), this.ctx.signal);
            this.ctx.log.info(`No listed backup has key=${this.request.idempotencyKey}; sending again`);
        }
    }
    get #server() {
        return (0, labels.KM)(this.request.server.id, this.request.server.name);
    }
    async #submit(sends) {
        const { server, description, known, timeoutMs, onIntent, onRejected } = this.request;
        const result = await this.ctx.client.createBackup({
            serverId: server.id,
            description
        }, Math.min(CREATE_RATE_LIMIT_MS, timeoutMs), {
            onSend: onIntent,
            ...1 === sends ? {
                onRejected
            } : {}
        });
        if ('accepted' !== result.outcome || null === result.value) return result;
        const { id } = result.value;
        if (!known.items.some((backup)=>backup.id === id)) return result;
        const invalid = `its answer names backup ${id}, which existed before`;
        return {
            outcome: 'unconfirmed',
            error: new errors.hD('create a backup', 201, {
                invalid
            })
        };
    }
    async #settle(result, sends) {
        if ('accepted' === result.outcome) return null === result.value ? this.#findAccepted() : this.#created(result.value);
        if ('rejected' === result.outcome) return this.#rejected(result.error, sends);
        const { error } = result;
        this.ctx.log.info(`No definite answer to the create request (${error.shortReason}); searching the list for key=${this.request.idempotencyKey}`);
        const searchedUntil = this.ctx.clock.now() + CREATE_SEARCH_MS;
        const found = await this.#searchFor(CREATE_SEARCH_MS);
        if (null !== found) return this.#created(found);
        await this.ctx.clock.sleep(searchedUntil - this.ctx.clock.now(), this.ctx.signal);
        const last = await this.#finalCheck(error);
        if (null !== last.found) return this.#created(last.found);
        const limit = 503 === error.status ? MAX_CREATE_SENDS.after503 : MAX_CREATE_SENDS.default;
        if (null === last.used || sends >= limit) throw this.#unconfirmed(error, sends, last.reason);
        return null;
    }
    async #findAccepted() {
        this.ctx.log.info(`VPS.org accepted the create request without an id; searching the list for key=${this.request.idempotencyKey}`);
        const accepted = new errors.hD('create a backup', 202, {
            invalid: 'accepted without an id'
        });
        const found = await this.#searchFor(this.request.timeoutMs);
        if (null !== found) return this.#created(found);
        const last = await this.#finalCheck(accepted);
        if (null !== last.found) return this.#created(last.found);
        throw this.#unconfirmed(accepted, 1, last.reason);
    }
    async #rejected(error, sends) {
        const last = sends > 1 ? await this.#finalCheck(error) : NOTHING_SENT;
        if (null !== last.found) return this.#created(last.found);
        const isFull = (last.used ?? 0) >= MANUAL_BACKUP_LIMIT;
        const mayBeOurs = sends > 1 && mayBeLimitReached(error) && !isFull;
        if (null === last.used || mayBeOurs) throw this.#unconfirmed(error, sends, last.reason);
        this.request.onRejected();
        return {
            rejected: error,
            sends
        };
    }
    #created(backup) {
        if (null !== backup.description) warnIfMarkerMissing(this.ctx, backup, this.request.idempotencyKey);
        return {
            backup,
            requestedAt: this.#requestedAt
        };
    }
    async #searchFor(timeoutMs) {
        const { ctx, request } = this;
        let found = null;
        const startedAt = ctx.clock.now();
        await poll({
            clock: ctx.clock,
            signal: ctx.signal,
            timeoutMs,
            initialDelayMs: 0,
            maxIntervalMs: SEARCH_INTERVAL_MS,
            classify: errors.MF,
            check: async ({ deadline, isFinal })=>{
                const list = await listServerBackups(ctx, request.server, {
                    deadline,
                    newConnection: isFinal,
                    stopWhen: this.#stopWhen
                });
                found = this.#findOwn(list);
                const isLate = ctx.clock.now() - startedAt >= CREATE_SEARCH_MS;
                return null !== found || isLate && void 0 !== this.#possibleMatch(list);
            }
        }).catch(errors.PX);
        return found;
    }
    async #finalCheck(error) {
        try {
            const options = {
                stopWhen: this.#stopWhen
            };
            const list = await listServerBackups(this.ctx, this.request.server, options);
            const used = list.complete ? this.#usedSlots(list) : null;
            const found = this.#findOwn(list) ?? this.#rejectPossibleMatch(list, error);
            return {
                found,
                used,
                reason: list.reason
            };
        } catch (thrown) {
            (0, errors.PX)(thrown);
            return {
                found: null,
                used: null,
                reason: 'it could not be read'
            };
        }
    }
    #usedSlots({ items }) {
        return countedTowardLimit(items).filter(({ id })=>!this.ctx.ledger.isAnswered(id)).length;
    }
    #stopWhen = (_, page)=>page.some(({ description })=>(0, backups_marker.CJ)(description, this.request.idempotencyKey));
    #findOwn({ items }) {
        const { idempotencyKey: key } = this.request;
        const found = items.find(({ description })=>(0, backups_marker.CJ)(description, key));
        if (void 0 === found) return null;
        warnOfDuplicates(this.ctx, found, items);
        return found;
    }
    #rejectPossibleMatch(list, error) {
        const match = this.#possibleMatch(list);
        if (void 0 === match) return null;
        throw toUnconfirmed(possibleMatch(this.request, match, error.shortReason));
    }
    #possibleMatch({ items }) {
        return items.find((backup)=>this.#isPossibleMatch(backup));
    }
    #isPossibleMatch(backup) {
        const { known, description, idempotencyKey } = this.request;
        const isKnown = known.items.some(({ id })=>id === backup.id);
        const { createdAtMs } = backup;
        const isOlder = null !== createdAtMs && createdAtMs < this.#requestedAt - CLOCK_TOLERANCE_MS;
        if (isKnown || isOlder || 'manual' !== backup.type || null === backup.description) return false;
        const text = backup.description.toLowerCase().trim();
        const start = text.replace(/(\.{3}|\u2026)$/, '').trimEnd();
        if (text.includes(`key=${idempotencyKey}`)) return true;
        return '' !== start && description.toLowerCase().startsWith(start);
    }
    #unconfirmed(error, sends, incomplete) {
        const { request } = this;
        return toUnconfirmed(messages_unconfirmed(request, error, {
            sends,
            incomplete
        }));
    }
}
function toUnconfirmed({ problem, remedy, cause }) {
    return new UnconfirmedError(problem, remedy, {
        cause
    });
}
/*! CONCATENATED MODULE: ./src/steps/delete-backups.ts */ async function deleteOnce(ctx, request) {
    const { backup, reason } = request;
    const recordUndone = ()=>{
        if (ctx.ledger.get(backup.id)?.maybeDeleted) return;
        ctx.recorder.deletionOutcome(backup.id, 'failed');
    };
    const result = await ctx.client.deleteBackup(backup.id, {
        onSend: ()=>ctx.recorder.deletionIntent(backup, reason),
        onRejected: recordUndone
    });
    const why = 'error' in result ? result.error.problem : ANSWERS[result.outcome];
    const remedy = 'error' in result ? result.error.remedy : '';
    const entry = ctx.ledger.record({
        backup,
        answer: result.outcome,
        reason: why,
        remedy
    });
    if ('removed' === result.outcome) {
        ctx.recorder.deletionOutcome(backup.id, 'deleted');
        if (countedTowardLimit([
            backup
        ]).length > 0) ctx.slots.free(backup.serverId);
        ctx.log.info(`Deleted ${(0, labels.XM)(backup)}: ${reason}`);
        return entry;
    }
    recordUndone();
    ctx.log.info(`${(0, labels.ZH)((0, labels.XM)(backup))} (${reason}): ${why}`);
    return entry;
}
const ANSWERS = {
    removed: 'deleted',
    answered: 'VPS.org answered the delete request without saying that it is deleted.',
    not_found: 'VPS.org answered that it does not exist (404).'
};
function planDeletion(ctx, { backup, reason }) {
    ctx.log.info(`Would delete ${(0, labels.XM)(backup)}: ${reason}`);
    ctx.recorder.deletion({
        backup,
        reason,
        outcome: 'would be deleted'
    });
}
function isGone({ items, complete }, id) {
    const row = items.find((backup)=>backup.id === id);
    if (void 0 !== row) return 'removed' === classifyStatus(row.status);
    return complete ? true : null;
}
const SETTLE_MS = 30_000;
async function settleDeletions(ctx, { entries, list, relist }) {
    const sent = entries.filter(({ maybeDeleted })=>maybeDeleted);
    const isSettled = (one)=>sent.every(({ backup, answer })=>{
            const gone = null === one ? null : isGone(one, backup.id);
            return 'removed' === answer ? false !== gone : true === gone;
        });
    let last = list;
    if (!isSettled(last)) await poll({
        clock: ctx.clock,
        signal: ctx.signal,
        timeoutMs: SETTLE_MS,
        initialDelayMs: 1_000,
        maxIntervalMs: 5_000,
        classify: errors.MF,
        check: async ({ deadline })=>{
            last = await relist(deadline);
            return isSettled(last);
        }
    }).catch(errors.PX);
    return new Map(entries.flatMap((entry)=>{
        const failure = settleOne(ctx, entry, last);
        return null === failure ? [] : [
            [
                entry.backup.id,
                failure
            ]
        ];
    }));
}
function settleOne(ctx, entry, list) {
    const { backup, answer, reason, remedy, maybeDeleted } = entry;
    const gone = null === list ? null : isGone(list, backup.id);
    if ('removed' === answer) {
        if (false === gone) {
            const label = (0, labels.ZH)((0, labels.XM)(backup));
            ctx.log.warning(`${label} was deleted (204), but is still listed.`);
        }
        return null;
    }
    if (true === gone && maybeDeleted) {
        ctx.recorder.deletionOutcome(backup.id, 'deleted');
        ctx.log.info(`${(0, labels.ZH)((0, labels.XM)(backup))} is gone from the list.`);
        return null;
    }
    ctx.recorder.deletionOutcome(backup.id, false !== gone && maybeDeleted ? 'unconfirmed' : 'failed');
    if (maybeDeleted) return notDeleted(backup, reason, false === gone);
    return new src_errors.lZ(`${(0, labels.ZH)((0, labels.XM)(backup))} was not deleted. ${reason}`, remedy);
}
/*! CONCATENATED MODULE: ./src/steps/free-slot.ts */ async function createFreeingSlot(ctx, request, slots) {
    const first = await createOnce(ctx, request);
    if ('backup' in first) return first;
    const freed = await freeSlot(ctx, {
        request,
        slots,
        error: first.rejected
    });
    const second = await createOnce(ctx, request, first.sends);
    if ('backup' in second) return second;
    throw rejectedAgain(request.server, second.rejected, freed?.id ?? null);
}
async function freeSlot(ctx, rejected) {
    const { request, slots, error } = rejected;
    const { server } = request;
    const wasFull = countedTowardLimit(request.known.items).length >= MANUAL_BACKUP_LIMIT;
    if (!mayBeLimitReached(error)) throw createRejected(server, error, wasFull);
    const list = await listServerBackups(ctx, server);
    if (!list.complete) throw cannotFree(rejected, incompleteList(server, list.reason, 'Nothing was deleted.'));
    const used = countedTowardLimit(list.items).length;
    if (used < MANUAL_BACKUP_LIMIT) {
        if (!mayDelete(slots)) throw createRejected(server, error, false);
        ctx.log.info(`${used} of ${MANUAL_BACKUP_LIMIT} slots of ${(0, labels.KM)(server.id, server.name)} are used: nothing is deleted; sending once more`);
        return null;
    }
    const options = await evictionOptions(ctx, rejected, list);
    const choice = chooseEviction(list.items, options);
    if (null === choice) throw serverFull({
        ...{
            server,
            error,
            policy: slots.policy,
            now: list.at
        },
        report: explainSlots(list.items, options),
        isSafety: void 0 !== slots.targetId
    });
    ctx.log.info(`All ${used} slots of ${(0, labels.KM)(server.id, server.name)} are used: freeing one`);
    await deleteToFree(ctx, rejected, {
        ...choice,
        reason: `to free a slot: ${choice.reason}`
    });
    return choice.backup;
}
async function evictionOptions(ctx, { request, slots }, list) {
    const isRestoring = await ctx.serverStatuses.isRestoring(request.server.id);
    const context = {
        run: ctx.run,
        now: list.at,
        ownBackupIds: new Set(),
        isRestoring
    };
    return {
        ...slots,
        context
    };
}
async function deleteToFree(ctx, rejected, choice) {
    const entry = await deleteOnce(ctx, choice);
    if ('removed' === entry.answer) return;
    const { server } = rejected.request;
    const list = await listServerBackups(ctx, server);
    const relist = (deadline)=>listServerBackups(ctx, server, {
            deadline
        });
    const failures = await settleDeletions(ctx, {
        entries: [
            entry
        ],
        list,
        relist
    });
    const failure = failures.get(choice.backup.id);
    if (void 0 !== failure) throw cannotFree(rejected, failure);
}
function cannotFree({ request }, cause) {
    const { id, name } = request.server;
    return new src_errors.lZ(`No backup of ${(0, labels.KM)(id, name)} was created: no slot could be freed. ${(0, src_errors.Zw)(cause)}`, (0, src_errors.SM)(cause), {
        cause
    });
}
/*! CONCATENATED MODULE: ./src/steps/plan-create.ts */ function planCreate(ctx, options) {
    const { server, known, reused, description, policy } = options;
    const label = (0, labels.KM)(server.id, server.name);
    if (null === reused) ctx.log.info(`Would create a backup of ${label}: "${description}"`);
    else {
        ctx.recorder.reused();
        ctx.recorder.observe(server.id, reused);
        ctx.log.info(`Would reuse ${(0, labels.XM)(reused)} of an earlier attempt`);
    }
    if (!known.complete) {
        if (null !== policy) ctx.log.warning(`What keep_last would delete on ${label} is not known, because its list is incomplete. Nothing would be deleted.`);
        return;
    }
    const evicted = null === reused ? planEviction(ctx, options) : null;
    const rotated = options.wait ? planRotation(ctx, options, evicted) : [];
    for (const decision of null === evicted ? rotated : [
        evicted,
        ...rotated
    ])planDeletion(ctx, decision);
}
function planEviction(ctx, options) {
    const { server, known, policy } = options;
    const used = countedTowardLimit(known.items).length;
    if (used < MANUAL_BACKUP_LIMIT) return null;
    const context = plan_create_contextOf(ctx, known);
    const choice = chooseEviction(known.items, {
        policy,
        context
    });
    const consequence = null === choice ? 'the request would be rejected, and nothing may be deleted' : 'one would be deleted to free a slot';
    ctx.log.warning(`${(0, labels.ZH)((0, labels.KM)(server.id, server.name))} uses ${used} of ${MANUAL_BACKUP_LIMIT} slots: ${consequence}.`);
    return choice;
}
function planRotation(ctx, { server, known, reused, description, policy }, evicted) {
    if (null === policy) return [];
    const made = null === reused ? plannedBackup(server, description, known.at) : {
        ...reused,
        status: 'completed'
    };
    const others = known.items.filter((backup)=>backup.id !== made.id && backup !== evicted?.backup);
    const decisions = applyRetention([
        made,
        ...others
    ], policy, plan_create_contextOf(ctx, known));
    ctx.recorder.decisions(server.id, decisions.filter(({ backup })=>backup.id !== made.id));
    return decisions.filter(({ action })=>'delete' === action);
}
function plan_create_contextOf(ctx, { at }) {
    return {
        run: ctx.run,
        now: at,
        ownBackupIds: new Set(),
        isRestoring: false
    };
}
function plannedBackup(server, description, now) {
    return {
        ...{
            id: 0,
            serverId: server.id,
            serverName: server.name,
            type: 'manual',
            status: 'completed'
        },
        ...{
            sizeMb: null,
            createdAt: null,
            createdAtMs: now,
            expiresAt: null,
            description
        }
    };
}
/*! CONCATENATED MODULE: ./src/steps/kept-backups.ts */ function warnOfUnjudged(ctx, decisions) {
    const backups = decisions.map(({ backup })=>backup);
    warnOfUndated(ctx, backups);
    warnOfUnknownTypes(ctx, backups);
}
function warnOfUnknownTypes(ctx, backups) {
    const unknown = backups.filter(({ type })=>'manual' !== type && 'automatic' !== type);
    const [first] = unknown;
    if (void 0 === first) return;
    ctx.log.warnOnce('types', `${(0, labels.LS)(unknown.length, 'backup')} neither manual nor automatic (backup ${first.id}: "${(0, sanitize.ml)(first.type, 40)}"): never deleted.`);
}
const kept_backups_DAY_MS = 86_400_000;
function warnOfRepeatedRun(ctx, decisions, now) {
    const kept = decisions.filter(({ reason, backup })=>'made by this run' === reason && now - (backup.createdAtMs ?? now) > kept_backups_DAY_MS);
    const [first] = kept;
    if (void 0 === first) return;
    const age = (0, labels.a3)(now - (first.backup.createdAtMs ?? now));
    ctx.log.warnOnce('repeated run', `${(0, labels.LS)(kept.length, 'backup')} kept as made by this run, though over a day old (backup ${first.backup.id}: ${age}): does run id ${ctx.run.runId} repeat, as under act?`);
}
function keptReasons(kept) {
    const byReason = groupBy(kept, ({ reason })=>(0, labels.Mx)(reason));
    return [
        ...byReason
    ].sort(([, a], [, b])=>b.length - a.length).map(([reason, all])=>`${all.length} ${reason}`).join(', ');
}
function wouldServerScopeHelp(ctx, { decisions, at: now, isRestoring }, policy) {
    const backups = decisions.map(({ backup })=>backup);
    const context = {
        run: ctx.run,
        now,
        ownBackupIds: new Set(),
        isRestoring
    };
    return applyRetention(backups, {
        ...policy,
        scope: 'server'
    }, context).some(({ action })=>'delete' === action);
}
/*! CONCATENATED MODULE: ./src/steps/plausibility.ts */ function isDateProven(ctx, { backup, list, requestedAt }) {
    if (null === requestedAt) return true;
    const until = list?.at ?? ctx.client.apiClock.now();
    const why = dateProblem(backup, {
        since: requestedAt,
        until
    });
    if (null === why) return true;
    ctx.log.warning(`The API's dates can't be trusted: new backup ${backup.id} ${why}. Nothing was rotated.`);
    return false;
}
function dateProblem({ createdAt }, { since, until }) {
    const createdAtMs = parseTimestamp(createdAt);
    if (null === createdAtMs) return 'has no usable date';
    const early = since - createdAtMs;
    if (early > CLOCK_TOLERANCE_MS) return `is dated ${(0, labels.a3)(early)} too early`;
    const late = createdAtMs - until;
    return late > CLOCK_TOLERANCE_MS ? `is dated ${(0, labels.a3)(late)} too late` : null;
}
function judge(ctx, { backup, list, maxShrink }) {
    recordSlots(ctx, list, backup.serverId);
    warnOfDuplicates(ctx, backup, list.items);
    const { verdict, previousSizeMb } = assessSize(backup, list.items, maxShrink);
    if ('empty' === verdict) ctx.log.warning(`${(0, labels.ZH)((0, labels.XM)(backup))} is completed, but has 0 MB${null === previousSizeMb ? '' : ` (before: ${(0, labels.Xq)(previousSizeMb)})`}. Nothing is rotated. ${CHECK_SERVER}`);
    if ('shrunk' === verdict) ctx.log.warning(`${(0, labels.ZH)((0, labels.XM)(backup))} has ${(0, labels.Xq)(backup.sizeMb)}, less than before (${(0, labels.Xq)(previousSizeMb)}) by more than max_shrink. Nothing is rotated. ${CHECK_SERVER}`);
    return 'plausible' === verdict || 'unknown' === verdict;
}
async function completeList(ctx, server, lists) {
    const none = {
        items: [],
        complete: false,
        reason: null,
        at: 0
    };
    const [last = none] = lists.filter((list)=>null !== list).sort((a, b)=>b.at - a.at);
    const own = {
        ...last,
        items: last.items.filter(({ serverId })=>serverId === server.id)
    };
    if (own.complete || null !== own.reason) return own;
    return await listServerBackups(ctx, server).catch(errors.PX) ?? own;
}
function withdraws({ items, complete }, ids) {
    const rows = new Map(items.map((backup)=>[
            backup.id,
            backup
        ]));
    return [
        ...ids
    ].some((id)=>{
        const row = rows.get(id);
        return void 0 === row ? complete : 'completed' !== classifyStatus(row.status);
    });
}
/*! CONCATENATED MODULE: ./src/steps/prune-server.ts */ function pruneServer(ctx, options) {
    return new Pruning(ctx, options).run();
}
class Pruning {
    ctx;
    options;
    #isRestoring = false;
    #isRestoringKnown = false;
    #attempted = new Set();
    #withdrawnBy = null;
    constructor(ctx, options){
        this.ctx = ctx;
        this.options = options;
    }
    async run() {
        const { ctx, options } = this;
        const first = options.list ?? await listServerBackups(ctx, options.server);
        if (!first.complete) throw this.#incomplete(first);
        const decisions = await this.#decide(first);
        warnOfRepeatedRun(ctx, decisions, first.at);
        ctx.recorder.decisions(options.server.id, decisions);
        const planned = decisions.filter(({ action })=>'delete' === action);
        if (options.dryRun) {
            for (const decision of planned)planDeletion(ctx, decision);
            const isRestoring = this.#isRestoring;
            return {
                ...{
                    decisions,
                    at: first.at,
                    isRestoring,
                    attempted: 0,
                    failures: []
                },
                ...{
                    abortedBy: null,
                    withdrawnBy: null
                }
            };
        }
        const { list, abortedBy } = await this.#deletePlanned(first, planned);
        const failures = await settleDeletions(ctx, {
            entries: ctx.ledger.ofServer(options.server.id),
            list,
            relist: (deadline)=>this.#read({
                    deadline
                })
        });
        return {
            ...{
                decisions,
                at: first.at,
                abortedBy,
                isRestoring: this.#isRestoring,
                withdrawnBy: this.#withdrawnBy
            },
            attempted: this.#attempted.size,
            failures: [
                ...failures.values()
            ]
        };
    }
    async #read(options = {}) {
        const list = await listServerBackups(this.ctx, this.options.server, options);
        if (withdraws(list, this.options.ownBackupIds)) this.#withdrawnBy = list;
        else if (list.complete) this.#withdrawnBy = null;
        return list;
    }
    async #deletePlanned(first, planned) {
        const ids = new Set(planned.map(({ backup })=>backup.id));
        let list = first;
        for(;;){
            const next = (await this.#decide(list)).find((one)=>this.#isNext(one, ids));
            if (void 0 === next) return {
                list,
                abortedBy: null
            };
            this.#attempted.add(next.backup.id);
            await deleteOnce(this.ctx, next);
            const after = await this.#relist();
            const isAllTried = [
                ...ids
            ].every((id)=>this.#attempted.has(id));
            if (null !== after.error) return {
                list: after.list,
                abortedBy: isAllTried ? null : after.error
            };
            if (null !== this.#withdrawnBy) return {
                list: after.list,
                abortedBy: null
            };
            list = after.list;
        }
    }
    #isNext({ action, backup }, ids) {
        return 'delete' === action && ids.has(backup.id) && this.ctx.ledger.mayTry(backup.id);
    }
    async #relist() {
        try {
            const list = await this.#read();
            return list.complete ? {
                list,
                error: null
            } : {
                list,
                error: this.#incomplete(list)
            };
        } catch (error) {
            if (!(error instanceof errors.hD)) throw error;
            return {
                list: null,
                error: this.#unreadable(error)
            };
        }
    }
    async #decide(list) {
        const { ctx, options } = this;
        const relevant = list.items.filter(({ id })=>!ctx.ledger.isAnswered(id));
        const sure = relevant.filter(({ id })=>!ctx.ledger.isUnconfirmed(id));
        const context = {
            run: ctx.run,
            now: list.at,
            ownBackupIds: options.ownBackupIds,
            isRestoring: this.#isRestoring
        };
        const decisions = applyRetention(sure, options.policy, context);
        const again = applyRetention(relevant, options.policy, context).filter(({ action, backup })=>'delete' === action && ctx.ledger.isUnconfirmed(backup.id));
        const hasCandidates = decisions.some(({ action })=>'delete' === action);
        if (!hasCandidates || this.#isRestoringKnown) return [
            ...again,
            ...decisions
        ];
        this.#isRestoringKnown = true;
        this.#isRestoring = await ctx.serverStatuses.isRestoring(options.server.id);
        return this.#isRestoring ? this.#decide(list) : [
            ...again,
            ...decisions
        ];
    }
    get #label() {
        return (0, labels.KM)(this.options.server.id, this.options.server.name);
    }
    #consequence() {
        const deleted = this.ctx.ledger.ofServer(this.options.server.id).length > 0;
        return deleted ? 'Nothing more was deleted.' : 'Nothing was deleted.';
    }
    #incomplete(list) {
        return incompleteList(this.options.server, list.reason, this.#consequence());
    }
    #unreadable(error) {
        const problem = `${(0, src_errors.Zw)(error)} ${this.#consequence()}`;
        return new src_errors.lZ(`${this.#label}: ${problem}`, error.remedy, {
            cause: error
        });
    }
}
function pruneErrors({ failures, abortedBy }) {
    return null === abortedBy ? [
        ...failures
    ] : [
        ...failures,
        abortedBy
    ];
}
/*! CONCATENATED MODULE: ./src/steps/backup-tracker.ts */ const LISTING_GRACE_MS = 120_000;
const MAX_CONSECUTIVE_ABSENCES = 3;
class BackupTracker {
    ctx;
    options;
    #startedAt;
    #all;
    constructor(ctx, options){
        this.ctx = ctx;
        this.options = options;
        this.#startedAt = ctx.clock.now();
        this.#all = new Map(options.refs.map((ref)=>[
                ref.id,
                this.#track(ref)
            ]));
    }
    #track(ref) {
        const isListed = ref.wasListed ?? false;
        const state = {
            absences: 0,
            statusSince: this.#startedAt,
            result: null,
            isDecided: false
        };
        return {
            ref,
            last: ref.last,
            list: null,
            isListed,
            ...state
        };
    }
    pending(refs = this.options.refs) {
        return this.#pending(refs).map((one)=>({
                ...one.ref,
                serverId: serverOf(one),
                wasListed: one.isListed
            }));
    }
    #pending(refs) {
        return this.#tracked(refs).filter(({ result })=>null === result);
    }
    #tracked(refs) {
        return refs.flatMap(({ id })=>this.#all.get(id) ?? []);
    }
    get waitedMs() {
        return this.ctx.clock.now() - this.#startedAt;
    }
    update(refs, list) {
        const byServer = groupBy(list.items, ({ serverId })=>serverId);
        const rows = new Map(list.items.map((backup)=>[
                backup.id,
                backup
            ]));
        for (const tracked of this.#tracked(refs)){
            if (null !== tracked.result && 'error' in tracked.result) continue;
            const row = rows.get(tracked.ref.id);
            if (void 0 !== row) this.#observe(tracked, row, list);
            else if (list.complete) this.#recordAbsence(tracked);
            const { last } = tracked;
            if (null !== last) warnOfDuplicates(this.ctx, last, byServer.get(last.serverId) ?? []);
        }
    }
    abort(refs, error) {
        for (const tracked of this.#pending(refs)){
            const { last, absences } = tracked;
            const isGone = absences > 0 && null !== last && 'completed' === classifyStatus(last.status);
            const reason = isGone ? backupDisappeared(waitedFor(tracked), absences) : error(waitedFor(tracked));
            this.#finish(tracked, {
                error: reason
            });
            tracked.isDecided = isGone;
        }
    }
    outcomes() {
        const outcomes = [
            ...this.#all
        ].map(([id, one])=>{
            const result = one.result ?? {
                error: new Error('the wait did not end')
            };
            return [
                id,
                {
                    result,
                    list: one.list,
                    isDecided: one.isDecided
                }
            ];
        });
        return new Map(outcomes);
    }
    logProgress() {
        const pending = this.#pending(this.options.refs);
        const [tracked] = pending;
        if (void 0 === tracked) return;
        const timeout = (0, labels.a3)(this.options.timeoutMs);
        if (1 === this.#all.size) {
            const since = (0, labels.a3)(this.ctx.clock.now() - tracked.statusSince);
            const status = lastStatusLabel(waitedFor(tracked));
            this.ctx.log.info(`Backup ${tracked.ref.id}: ${status} for ${since} (timeout ${timeout})`);
            return;
        }
        const done = this.#all.size - pending.length;
        const waited = (0, labels.a3)(this.waitedMs);
        this.ctx.log.info(`${done} of ${(0, labels.LS)(this.#all.size, 'backup')} done after ${waited} (timeout ${timeout})`);
    }
    #observe(tracked, row, list) {
        const hasChanged = tracked.last?.status !== row.status || !tracked.isListed;
        if (tracked.last?.status !== row.status) tracked.statusSince = this.ctx.clock.now();
        Object.assign(tracked, {
            last: row,
            list,
            isListed: true,
            absences: 0
        });
        if (hasChanged) {
            const timeout = (0, labels.a3)(this.options.timeoutMs);
            const waited = (0, labels.a3)(this.waitedMs);
            this.ctx.log.info(`Backup ${row.id} of ${(0, labels.KM)(row.serverId, row.serverName)}: ${(0, labels.Rh)(row.status)} after ${waited} (timeout ${timeout})`);
            this.#notify(tracked);
        }
        this.#warnOfUnknownStatus(row);
        const result = this.#resultOf(tracked, row);
        if (null === result) tracked.result = null;
        else this.#finish(tracked, result);
    }
    #warnOfUnknownStatus({ id, status }) {
        if (isKnownStatus(status)) return;
        this.ctx.log.warnOnce(`status ${status}`, `Backup ${id} has the status "${(0, labels.Rh)(status)}", which is not documented; it counts as unfinished.`);
    }
    #resultOf({ ref }, row) {
        const { servers } = this.options;
        if (servers.length > 0 && !servers.includes(row.serverId)) return {
            error: belongsElsewhere(row, servers)
        };
        if (null !== ref.serverId && row.serverId !== ref.serverId) return {
            error: serverMismatch(row, ref.serverId)
        };
        const state = classifyStatus(row.status);
        if ('completed' === state) return {
            value: row
        };
        return 'pending' === state ? null : {
            error: backupFailed(row)
        };
    }
    #recordAbsence(tracked) {
        tracked.absences += 1;
        tracked.result = null;
        const { ref, isListed, absences } = tracked;
        if (isListed && absences >= MAX_CONSECUTIVE_ABSENCES) this.#finish(tracked, {
            error: backupDisappeared(waitedFor(tracked), absences)
        });
        if (isListed || this.waitedMs < LISTING_GRACE_MS) return;
        if (!ref.isConfirmed) return void this.#finish(tracked, {
            error: backupNotListed(waitedFor(tracked), this.waitedMs)
        });
        const waited = (0, labels.a3)(this.waitedMs);
        this.ctx.log.warnOnce(`unlisted ${ref.id}`, `Backup ${ref.id} is not listed after ${waited}, though VPS.org confirmed its id; the wait continues.`);
    }
    #finish(tracked, result) {
        const isNew = null === tracked.result || 'error' in result;
        tracked.result = result;
        tracked.isDecided = true;
        if (isNew) this.#notify(tracked);
    }
    #notify({ ref, last }) {
        if (null !== last) this.options.onUpdate(ref, last, this.waitedMs);
    }
}
function waitedFor(tracked) {
    return {
        id: tracked.ref.id,
        serverId: serverOf(tracked),
        last: tracked.last
    };
}
function serverOf({ ref, last }) {
    return last?.serverId ?? ref.serverId;
}
/*! CONCATENATED MODULE: ./src/steps/wait-for-backups.ts */ function waitForBackups(ctx, request) {
    return new Waiting(ctx, request).run();
}
class Waiting {
    ctx;
    request;
    #tracker;
    #deadline;
    #initialDelayMs;
    #lastError = null;
    #isElsewhereChecked = false;
    constructor(ctx, request){
        this.ctx = ctx;
        this.request = request;
        const { timeoutMs, deadline } = request.wait;
        this.#tracker = new BackupTracker(ctx, {
            ...request,
            timeoutMs
        });
        this.#deadline = deadline ?? ctx.clock.now() + timeoutMs;
        this.#initialDelayMs = request.initialDelayMs;
    }
    async run() {
        const { clock, recorder } = this.ctx;
        const { refs, seen } = this.request;
        const stop = startHeartbeat(clock, ()=>this.#tracker.logProgress());
        recorder.waitBegan(clock.now());
        try {
            if (void 0 !== seen) this.#tracker.update(refs, seen);
            const [server, ...others] = this.#serversOf(refs);
            if (null === server || others.length > 0) await this.#waitForGroup(this.#groupOfAll());
            await this.#waitForEachServer();
        } finally{
            stop();
            recorder.waitEnded(clock.now());
        }
        return this.#tracker.outcomes();
    }
    async #waitForEachServer() {
        const pending = this.#tracker.pending();
        const byServer = groupBy(pending, (ref)=>ref.serverId);
        const groups = [
            ...byServer
        ].map(([id, refs])=>null === id ? this.#groupOfServers(refs) : this.#groupOfServer(id, refs));
        await allEnded(groups.map((group)=>this.#waitForGroup(group)));
        if (this.#tracker.pending().length > 0) await this.#waitForEachServer();
    }
    #serversOf(refs) {
        return [
            ...new Set(refs.map(({ serverId })=>serverId))
        ];
    }
    #groupOfAll() {
        const { refs, servers } = this.request;
        const isAnywhere = 0 === servers.length && refs.some(({ serverId })=>null === serverId);
        if (isAnywhere) {
            const list = (options)=>this.ctx.client.listBackups({}, options);
            return {
                refs,
                list,
                label: 'all servers'
            };
        }
        const maxPages = Math.max(servers.length, this.#serversOf(refs).length);
        const listOfAll = pollingListAll(this.ctx);
        return {
            refs,
            label: 'all servers',
            list: async (options)=>{
                const list = await listOfAll({
                    ...options,
                    maxPages
                });
                return list?.complete || this.#showsAll(list, this.#tracker.pending(refs)) ? list : null;
            }
        };
    }
    #groupOfServer(serverId, refs) {
        const list = (options)=>this.ctx.client.listBackups({
                serverId
            }, options);
        return {
            refs,
            list,
            label: (0, labels.KM)(serverId)
        };
    }
    #groupOfServers(refs) {
        const { servers } = this.request;
        const list = async (options)=>{
            const lists = await Promise.all(servers.map((serverId)=>this.ctx.client.listBackups({
                    serverId
                }, options)));
            const incomplete = lists.find(({ complete })=>!complete);
            return {
                items: lists.flatMap(({ items })=>items),
                complete: void 0 === incomplete,
                reason: incomplete?.reason ?? null,
                at: this.ctx.client.apiClock.now()
            };
        };
        return {
            refs,
            list,
            label: `servers ${servers.join(', ')}`,
            isLocating: true
        };
    }
    #showsAll(list, refs) {
        const ids = new Set(list?.items.map(({ id })=>id));
        return refs.every(({ id })=>ids.has(id));
    }
    async #waitForGroup(group) {
        const { ctx, request } = this;
        const left = Math.max(0, this.#deadline - ctx.clock.now());
        const initialDelayMs = this.#initialDelayMs;
        this.#initialDelayMs = 0;
        try {
            const end = await poll({
                clock: ctx.clock,
                signal: ctx.signal,
                timeoutMs: left,
                initialDelayMs,
                maxIntervalMs: request.wait.maxIntervalMs,
                classify: (error)=>this.#classify(error),
                check: async (one)=>{
                    const isUsable = await this.#pollOnce(group, one);
                    const pending = this.#tracker.pending(group.refs);
                    const isLocated = true === group.isLocating && pending.some((ref)=>null !== ref.serverId);
                    return !isUsable || isLocated || 0 === pending.length;
                }
            });
            if ('done' === end) return;
            const { timeoutMs } = request.wait;
            this.#tracker.abort(group.refs, (one)=>waitTimedOut(one, timeoutMs, this.#lastError));
        } catch (error) {
            if (!(error instanceof errors.hD)) throw error;
            this.#tracker.abort(group.refs, (one)=>waitAborted(one, error));
        }
    }
    async #pollOnce(group, { deadline, isFinal }) {
        const pending = this.#tracker.pending(group.refs);
        const list = await group.list({
            deadline,
            newConnection: isFinal,
            ...this.request.readToEnd ? {} : {
                stopWhen: (items)=>pending.every(({ id })=>items.has(id))
            }
        });
        if (null === list) return false;
        this.#lastError = null === list.reason ? null : `its list is incomplete (${(0, sanitize.ml)(list.reason, 300)}).`;
        noteList(this.ctx, list, group.label);
        this.#tracker.update(group.refs, list);
        this.#recordSlots(group.refs, list);
        if (list.complete) await this.#checkElsewhere(group.refs, deadline);
        return true;
    }
    #recordSlots(refs, list) {
        const byServer = groupBy(list.items, ({ serverId })=>serverId);
        for (const id of this.#serversOf(refs))if (null !== id) recordSlots(this.ctx, {
            ...list,
            items: byServer.get(id) ?? []
        }, id);
    }
    #classify(error) {
        const verdict = (0, errors.MF)(error);
        if (!(error instanceof errors.hD)) return verdict;
        this.#lastError = error.problem;
        if ('fatal' !== verdict.kind) this.ctx.log.info(`Status check failed (${error.shortReason}); retrying`);
        return verdict;
    }
    async #checkElsewhere(refs, deadline) {
        const missing = this.#tracker.pending(refs).filter(({ isConfirmed, wasListed })=>!isConfirmed && !wasListed);
        if (this.#isElsewhereChecked || 0 === missing.length || 0 === this.request.servers.length) return;
        this.#isElsewhereChecked = true;
        const ids = new Set(missing.map(({ id })=>id));
        const stopWhen = (items)=>[
                ...ids
            ].every((id)=>items.has(id));
        const all = await listAll(this.ctx, {
            deadline,
            stopWhen
        }).catch(errors.PX);
        if (null !== all) this.#tracker.update(missing, {
            ...all,
            complete: false
        });
    }
}
/*! CONCATENATED MODULE: ./src/steps/rotate.ts */ async function finishCompleted(ctx, completed, options) {
    const isProven = null === options.policy || completed.every((one)=>isDateProven(ctx, one));
    const policy = isProven ? options.policy : null;
    const limit = pLimit(MAX_CONCURRENT_REQUESTS);
    const byServer = groupBy(completed, ({ backup })=>backup.serverId);
    const finished = await allEnded([
        ...byServer.values()
    ].map((ofServer)=>limit(()=>finishServer(ctx, ofServer, {
                ...options,
                policy
            }))));
    return new Map(finished.flat().map(({ id, result })=>[
            id,
            result
        ]));
}
async function finishServer(ctx, completed, options) {
    if (null !== options.policy) return settle(ctx, await rotate_confirm(ctx, completed, options), options);
    const listed = completed.map(({ backup, list })=>({
            ...{
                id: backup.id,
                result: {
                    value: backup
                },
                list,
                lostBy: null
            }
        }));
    return settle(ctx, listed, options);
}
async function settle(ctx, confirmed, options) {
    const { policy, maxShrink } = options;
    const completed = confirmed.flatMap(({ result, list })=>'value' in result ? [
            {
                backup: result.value,
                list
            }
        ] : []);
    const [first] = completed;
    if (void 0 === first) return confirmed;
    const server = {
        id: first.backup.serverId,
        name: first.backup.serverName
    };
    const list = await completeList(ctx, server, completed.map((one)=>one.list));
    const ids = completed.map(({ backup })=>backup.id);
    const continueAfter = async (seen)=>{
        const again = await rotate_confirm(ctx, completed, {
            ...options,
            seen
        });
        return [
            ...confirmed.filter(({ result })=>'error' in result),
            ...again
        ];
    };
    if (withdraws(list, ids)) return settle(ctx, await continueAfter(list), options);
    const plausible = completed.map(({ backup })=>judge(ctx, {
            backup,
            list,
            maxShrink
        }));
    if (null === policy || completed.length < confirmed.length || !plausible.every(Boolean)) return confirmed;
    const lost = confirmed.find(({ lostBy })=>null !== lostBy);
    if (void 0 !== lost) {
        ctx.log.warning(`Nothing was rotated on ${(0, labels.KM)(server.id, server.name)}: ${lost.lostBy}`);
        return confirmed;
    }
    const withdrawnBy = await rotate(ctx, server, {
        ...options,
        policy,
        list,
        ids
    });
    return null === withdrawnBy ? confirmed : continueAfter(withdrawnBy);
}
async function rotate_confirm(ctx, completed, { wait, onUpdate, seen }) {
    const outcomes = await waitForBackups(ctx, {
        refs: completed.map(({ backup })=>({
                ...{
                    id: backup.id,
                    serverId: backup.serverId,
                    last: backup
                },
                ...{
                    isConfirmed: true,
                    wasListed: true
                }
            })),
        servers: [],
        wait,
        ...void 0 === seen ? {} : {
            seen
        },
        initialDelayMs: 0,
        readToEnd: true,
        onUpdate: (_, backup)=>onUpdate(backup)
    });
    return completed.flatMap(({ backup, list })=>{
        const { id } = backup;
        const outcome = outcomes.get(id);
        if (void 0 === outcome) return [];
        if (null !== outcome.list || outcome.isDecided) return {
            id,
            result: outcome.result,
            list: outcome.list,
            lostBy: null
        };
        return {
            id,
            result: {
                value: backup
            },
            list,
            lostBy: lostReason(backup, outcome)
        };
    });
}
function lostReason({ id }, { result }) {
    const { cause = null } = 'error' in result ? result.error : {};
    return null === cause ? `no list shows backup ${id} again.` : `the list could not be read again. ${(0, src_errors.Zw)(cause)}`;
}
async function rotate(ctx, server, { policy, list, ids, dryRun }) {
    try {
        const ownBackupIds = new Set(ids);
        const result = await pruneServer(ctx, {
            server,
            policy,
            list,
            dryRun,
            ownBackupIds
        });
        warnOfUnjudged(ctx, result.decisions);
        warnOfErrors(ctx, server, pruneErrors(result));
        return result.withdrawnBy;
    } catch (error) {
        if (error instanceof src_errors.cc) throw error;
        warnOfErrors(ctx, server, [
            error
        ]);
        return null;
    }
}
function warnOfErrors(ctx, { id, name }, errors) {
    if (0 === errors.length) return;
    ctx.log.warning(`Rotation of ${(0, labels.KM)(id, name)} is not complete; the new backup is not affected. ${errors.map(src_errors.Zw).join(' ')}`);
}
/*! CONCATENATED MODULE: ./src/operations/create.ts */ async function create(inputs, servers, ctx) {
    for (const server of servers)ctx.recorder.update(server.id, ofServer(server));
    const creation = new Creation(inputs, ctx);
    creation.logStart(servers);
    const [listOf, state] = await Promise.all([
        listEachServer(ctx, servers),
        inputs.dryRun ? null : creation.readServerState()
    ]);
    if (inputs.dryRun) {
        throwIfAnyFailed(await forEachServer(servers, async (server)=>creation.plan(server, await listOf(server))));
        return ctx.recorder.done();
    }
    const created = await forEachServer(servers, async (server)=>creation.createOn(server, await listOf(server), state));
    ctx.recorder.flush();
    const results = inputs.wait ? await creation.waitAndRotate(created) : created;
    if (!inputs.wait) creation.noticeWithoutWait();
    for (const [serverId, result] of results)if ('error' in result) ctx.recorder.failed(serverId, result.error);
    creation.reportSlots(servers);
    throwIfAnyFailed(results);
}
class Creation {
    inputs;
    ctx;
    #policy;
    #wait;
    constructor(inputs, ctx){
        this.inputs = inputs;
        this.ctx = ctx;
        const { keepLast, scope, waitTimeoutMs, pollIntervalMs } = inputs;
        this.#policy = null === keepLast ? null : keepLastPolicy(keepLast, scope);
        this.#wait = {
            timeoutMs: waitTimeoutMs,
            maxIntervalMs: pollIntervalMs
        };
    }
    get #text() {
        const { workflow, runNumber, actor } = this.ctx.run;
        const text = (0, backups_description.ue)(`Before ${workflow} #${runNumber} by ${actor}`);
        return this.inputs.description ?? text;
    }
    logStart(servers) {
        const { reuseOnRerun, maxAgeMs, dryRun } = this.inputs;
        const settings = (0, labels.TR)([
            null === this.#policy ? null : (0, labels.wy)(this.#policy),
            reuseOnRerun ? `reuse_on_rerun within ${(0, labels.a3)(maxAgeMs)}` : null
        ]);
        const verb = dryRun ? 'Planning' : 'Creating';
        const noun = 1 === servers.length ? 'a backup' : 'backups';
        this.ctx.log.info(`${verb} ${noun} of ${(0, labels.rq)(servers)}${settings}`);
    }
    async readServerState() {
        const { deployEnvironment, githubToken } = this.inputs;
        if (null === deployEnvironment || null === githubToken) return null;
        const { state, problem } = await this.ctx.readServerState(deployEnvironment, githubToken);
        if (null !== problem) this.ctx.log.notice(`The backup is not marked good or bad: ${problem}`);
        else if (null !== state) this.ctx.log.info(`The last deploy was ${state}: the marker says state=${state}`);
        return state;
    }
    #request(server, known, state) {
        const { timeoutMs } = this.#wait;
        const options = {
            server,
            kind: 'create',
            known,
            timeoutMs
        };
        return newCreateRequest(this.ctx, {
            ...options,
            text: this.#text,
            state
        });
    }
    plan(server, known) {
        const reused = this.#reusable(server, known);
        const { description } = this.#request(server, known, null);
        const { wait } = this.inputs;
        planCreate(this.ctx, {
            server,
            known,
            reused,
            description,
            policy: this.#policy,
            wait
        });
    }
    async createOn(server, known, state) {
        const { ctx } = this;
        const reused = this.#reusable(server, known);
        if (null !== reused) {
            ctx.recorder.reused();
            ctx.recorder.observe(server.id, reused);
            ctx.log.info(`Reusing ${(0, labels.XM)(reused)} of an earlier attempt (${(0, labels.Rh)(reused.status)})`);
            return {
                backup: reused,
                requestedAt: null,
                key: null
            };
        }
        const request = this.#request(server, known, state);
        const { idempotencyKey: key } = request;
        try {
            const { backup, requestedAt } = await createFreeingSlot(ctx, {
                ...request,
                onIntent: ()=>ctx.recorder.createIntent(server.id, key),
                onRejected: ()=>ctx.recorder.createRejected(server.id)
            }, {
                policy: this.#policy
            });
            this.#record(server, backup);
            ctx.log.info(`Created ${(0, labels.XM)(backup)}: ${(0, labels.Rh)(backup.status)}`);
            validateCreated(backup, server.id);
            return {
                backup,
                requestedAt,
                key
            };
        } catch (error) {
            ctx.recorder.failed(server.id, error);
            throw error;
        }
    }
    #record(server, backup) {
        this.ctx.recorder.observe(server.id, backup);
        if (backup.serverId !== server.id) this.ctx.recorder.update(server.id, {
            status: 'unknown'
        });
    }
    #reusable(server, known) {
        const { ctx, inputs } = this;
        if (!inputs.reuseOnRerun) return null;
        const at = {
            run: ctx.run,
            now: known.at
        };
        const { reused, ambiguous } = selectReusable(known.items, at, inputs.maxAgeMs);
        if (ambiguous.length > 0) {
            const ids = ambiguous.map(({ id })=>id).join(', ');
            ctx.log.warning(`An earlier attempt of this job made several backups of ${(0, labels.KM)(server.id, server.name)} (${ids}): none is reused.`);
        }
        if (known.complete) return reused;
        ctx.log.warning(`The list of backups of ${(0, labels.KM)(server.id, server.name)} is incomplete: an earlier attempt's backup may be missing from it.`);
        return reused;
    }
    async waitAndRotate(created) {
        const { ctx } = this;
        const wait = {
            ...this.#wait,
            deadline: ctx.clock.now() + this.#wait.timeoutMs
        };
        const waited = [
            ...created
        ].flatMap(([serverId, one])=>'value' in one ? [
                {
                    ...one.value,
                    serverId
                }
            ] : []);
        const serverOf = new Map(waited.map(({ backup, serverId })=>[
                backup.id,
                serverId
            ]));
        const outcomes = await waitForBackups(ctx, {
            refs: waited.map(({ backup })=>({
                    ...{
                        id: backup.id,
                        serverId: backup.serverId,
                        last: backup,
                        isConfirmed: true
                    }
                })),
            servers: [],
            wait,
            initialDelayMs: waited.some(({ requestedAt })=>null !== requestedAt) ? INITIAL_INTERVAL_MS : 0,
            onUpdate: ({ id }, backup, waitedMs)=>ctx.recorder.observe(serverOf.get(id) ?? 0, backup, waitedMs)
        });
        const completed = waited.flatMap((one)=>{
            const outcome = outcomes.get(one.backup.id);
            if (void 0 === outcome || 'error' in outcome.result) return [];
            const backup = outcome.result.value;
            if (null !== one.key) warnIfMarkerMissing(ctx, backup, one.key);
            return [
                {
                    backup,
                    list: outcome.list,
                    requestedAt: one.requestedAt
                }
            ];
        });
        const finished = await finishCompleted(ctx, completed, {
            policy: this.#policy,
            maxShrink: this.inputs.maxShrink,
            wait,
            dryRun: false,
            onUpdate: (backup)=>ctx.recorder.observe(serverOf.get(backup.id) ?? 0, backup)
        });
        const resultOf = (id)=>finished.get(id) ?? outcomes.get(id)?.result;
        return new Map([
            ...created
        ].map(([serverId, one])=>[
                serverId,
                'value' in one ? resultOf(one.value.backup.id) ?? one : one
            ]));
    }
    noticeWithoutWait() {
        if (null === this.#policy) return;
        this.ctx.log.notice('keep_last: nothing was rotated, because wait is false. operation: wait with keep_last rotates later.');
    }
    reportSlots(servers) {
        const warnAt = null === this.#policy ? MANUAL_BACKUP_LIMIT - 1 : MANUAL_BACKUP_LIMIT;
        this.ctx.slots.report(servers, warnAt);
    }
}
/*! CONCATENATED MODULE: ./src/operations/delete.ts */ async function deleteBackups(inputs, servers, ctx) {
    const ids = inputs.backupId;
    const [server = null] = servers;
    for (const id of ids)ctx.recorder.update(id, {
        ...EMPTY,
        id,
        serverId: server?.id ?? null
    });
    ctx.log.info(`${inputs.dryRun ? 'Planning to delete' : 'Deleting'} ${(0, labels.LS)(ids.length, 'backup')} (${ids.join(', ')}) of ${(0, labels.rq)(servers)}`);
    const deletion = new Deletion(ctx, server);
    const list = await deletion.read();
    const backups = deletion.find(ids, list);
    if (inputs.dryRun) {
        for (const backup of backups)planDeletion(ctx, {
            backup,
            reason: REASON
        });
        warnIfNoBackupLeft(ctx, {
            list,
            removed: backups,
            verb: 'would have'
        });
        return ctx.recorder.done();
    }
    const last = await deletion.deleteAll(backups);
    const failures = await settleDeletions(ctx, {
        entries: backups.flatMap(({ id })=>ctx.ledger.get(id) ?? []),
        list: last,
        relist: (deadline)=>deletion.read({
                deadline
            })
    });
    const removed = backups.filter(({ id })=>!failures.has(id));
    warnIfNoBackupLeft(ctx, {
        list,
        removed,
        verb: 'now has'
    });
    if (failures.size > 0) throw (0, src_errors.Lt)([
        ...failures.values()
    ], {
        count: backups.length,
        noun: 'deletes'
    });
    ctx.recorder.done();
}
const REASON = 'requested by id';
class Deletion {
    ctx;
    server;
    constructor(ctx, server){
        this.ctx = ctx;
        this.server = server;
    }
    async read(options = {}) {
        if (null !== this.server) return listServerBackups(this.ctx, this.server, options);
        const all = await this.ctx.client.listBackups({}, options);
        noteList(this.ctx, all, 'all servers');
        recordAllSlots(this.ctx, all);
        return all;
    }
    find(ids, { items, reason }) {
        const byId = new Map(items.map((backup)=>[
                backup.id,
                backup
            ]));
        const found = ids.flatMap((id)=>byId.get(id) ?? []);
        for (const backup of found)this.ctx.recorder.update(backup.id, observed(backup));
        if (found.length === ids.length) return found;
        const missing = ids.filter((id)=>!byId.has(id));
        throw notListed(missing, this.server, reason);
    }
    async deleteAll(backups) {
        let left = backups;
        for(;;){
            for (const backup of left)await deleteOnce(this.ctx, {
                backup,
                reason: REASON
            });
            const list = await this.read().catch(errors.PX);
            if (null === list) return null;
            left = backups.filter(({ id })=>false === isGone(list, id) && this.ctx.ledger.mayTry(id));
            if (0 === left.length) return list;
        }
    }
}
function warnIfNoBackupLeft(ctx, { list, removed, verb }) {
    if (!list.complete) return;
    const gone = new Set(removed.map(({ id })=>id));
    const names = new Map(removed.map(({ serverId, serverName })=>[
            serverId,
            serverName
        ]));
    for (const [serverId, name] of names){
        const isLeft = (backup)=>backup.serverId === serverId && 'completed' === classifyStatus(backup.status) && !gone.has(backup.id);
        if (!list.items.some(isLeft)) ctx.log.warning(`${(0, labels.ZH)((0, labels.KM)(serverId, name))} ${verb} no completed backup.`);
    }
}
/*! CONCATENATED MODULE: ./src/operations/list.ts */ async function list_list(inputs, servers, ctx) {
    const { backupType, match, scope } = inputs;
    const settings = (0, labels.TR)([
        null === backupType ? null : `type ${backupType}`,
        `scope ${scope}`,
        null === match ? null : `match ${(0, sanitize.hD)(match)}`
    ]);
    ctx.log.info(`Listing backups of ${(0, labels.rq)(servers)}${settings}`);
    const lists = await list_readLists(ctx, servers, backupType);
    const read = valuesOf(lists.values());
    const backups = read.flatMap(({ items })=>items).filter((backup)=>null === backupType || backup.type === backupType).filter((backup)=>inScope(backup, scope, ctx.run) && matches(backup, match)).sort(newestFirst);
    warnOfUndated(ctx, backups);
    const isComplete = read.length === lists.size && read.every(({ complete })=>complete);
    ctx.recorder.listed(backups, isComplete);
    logBackups(ctx, backups, read[0]?.at ?? ctx.client.apiClock.now());
    const count = `${(0, labels.LS)(backups.length, 'backup')} matched`;
    ctx.log.info(isComplete ? count : `${count} in an incomplete list`);
    ctx.slots.report(servers, 1 / 0);
    throwIfAnyFailed(lists);
}
async function list_readLists(ctx, servers, backupType) {
    if (0 === servers.length) {
        const all = await ctx.client.listBackups({
            backupType
        });
        noteList(ctx, all, 'all servers');
        if (null === backupType) recordAllSlots(ctx, all);
        return new Map([
            [
                0,
                {
                    value: all
                }
            ]
        ]);
    }
    const listOf = await listEachServer(ctx, servers);
    const results = await forEachServer(servers, listOf);
    return withUnknownServers(ctx, servers, {
        results,
        isUnmentioned: isEmpty
    });
}
const MAX_LINES = 100;
function logBackups(ctx, backups, now) {
    for (const backup of backups.slice(0, MAX_LINES)){
        const { id, serverId, serverName, type, status, sizeMb } = backup;
        const facts = [
            (0, labels.KM)(serverId, serverName),
            type,
            status,
            (0, labels.Xq)(sizeMb)
        ];
        const state = (0, backups_marker.QS)(backup.description, ctx.run)?.state ?? null;
        const known = [
            ...facts,
            (0, labels.nV)(backup, now),
            null === state ? '' : `state ${state}`
        ].filter((fact)=>'' !== fact).map((fact)=>(0, sanitize.ml)(fact));
        ctx.log.info(`${id}: ${known.join(', ')}, "${(0, sanitize.ml)((0, backups_description.fz)(backup.description), 100)}"`);
    }
    if (backups.length > MAX_LINES) ctx.log.info(`\u{2026} and ${backups.length - MAX_LINES} more`);
}
/*! CONCATENATED MODULE: ./src/operations/prune.ts */ async function prune(inputs, servers, ctx) {
    const { keepLast, olderThanMs, scope, match, dryRun } = inputs;
    const policy = {
        keepLast,
        olderThanMs,
        scope,
        match
    };
    for (const server of servers)ctx.recorder.update(server.id, ofServer(server));
    ctx.log.info(`${dryRun ? 'Planning to prune' : 'Pruning'} ${(0, labels.rq)(servers)} (${(0, labels.wy)(policy)})`);
    const limit = pLimit(MAX_CONCURRENT_REQUESTS);
    const results = await forEachServer(servers, (server)=>limit(()=>pruneServer(ctx, {
                server,
                policy,
                ownBackupIds: new Set(),
                dryRun
            })));
    warnOfUnjudged(ctx, valuesOf(results.values()).flatMap(({ decisions })=>decisions));
    const isUnmentioned = ({ decisions })=>0 === decisions.length;
    const checked = await withUnknownServers(ctx, servers, {
        results,
        isUnmentioned
    });
    for (const server of servers){
        const one = checked.get(server.id);
        if (void 0 !== one && 'value' in one) logNothing(ctx, server, {
            result: one.value,
            policy
        });
    }
    ctx.slots.report(servers, 1 / 0);
    throwIfAnyFailed(new Map([
        ...checked
    ].map(([id, one])=>[
            id,
            toResult(id, one)
        ])));
    ctx.recorder.done();
}
function logNothing(ctx, { id, name }, { result, policy }) {
    const { decisions } = result;
    if (decisions.some(({ action })=>'delete' === action)) return;
    const label = (0, labels.KM)(id, name);
    const why = 0 === decisions.length ? 'it has no backups' : keptReasons(decisions);
    const wider = wouldServerScopeHelp(ctx, result, policy) ? '. With scope: server some would be deleted' : '';
    ctx.log.info(`Nothing to delete on ${label}: ${why}${wider}`);
}
function toResult(serverId, one) {
    if ('error' in one) return one;
    const { failures, attempted, abortedBy } = one.value;
    if (0 === failures.length) return null === abortedBy ? one : {
        error: abortedBy
    };
    const noun = `deletes of server ${serverId}`;
    const failed = (0, src_errors.Lt)(failures, {
        count: Math.max(attempted, failures.length),
        noun
    });
    if (null === abortedBy) return {
        error: failed
    };
    const problem = `${(0, src_errors.Zw)(failed)}\n${(0, src_errors.Zw)(abortedBy)}`;
    return {
        error: new src_errors.lZ(problem, (0, src_errors.SM)(failed), {
            cause: abortedBy
        })
    };
}
/*! CONCATENATED MODULE: ./src/report/restore-messages.ts */ function nothingRestored(problem, remedy, options) {
    return new src_errors.lZ(`Nothing was restored: ${problem}`, remedy, options);
}
function failedBefore(error) {
    return new src_errors.lZ(`Nothing was restored. ${(0, src_errors.Zw)(error)}`, (0, src_errors.SM)(error), {
        cause: error
    });
}
function notCompleted(backup, isPending) {
    return nothingRestored(`${(0, labels.XM)(backup)} is ${(0, labels.Rh)(backup.status)}, not completed.`, isPending ? {
        resume: [
            backup.id
        ]
    } : 'Choose another (operation: list).');
}
function notFound(id, server, incomplete) {
    const list = null === incomplete ? '' : ` (the list is incomplete: ${(0, sanitize.ml)(incomplete, 200)})`;
    return nothingRestored(`${labelOf(server)} has no backup ${id}${list}.`, LIST_HINT);
}
function ofOtherServer(backup, server) {
    return nothingRestored(`backup ${backup.id} belongs to another server, ${(0, labels.KM)(backup.serverId, backup.serverName)}, not to ${labelOf(server)}.`, 'Correct backup_id or server_id.');
}
function alreadyRestoring(server) {
    return nothingRestored(`a restore of ${labelOf(server)} is already in progress.`, CHECK_SERVER);
}
function incompleteForTarget(server, target, reason) {
    return nothingRestored(`the list of backups of ${labelOf(server)} is incomplete (${(0, sanitize.ml)(reason ?? '', 300)}), so ${target} can't be determined.`, 'Try again later, or set backup_id to the id.');
}
function targetRejected(result, { server, filter, now }) {
    const { rejected, backup } = result;
    const which = null === backup ? '' : `${filter.target}, backup ${backup.id} (${(0, labels.nV)(backup, now)}),`;
    const problem = {
        none: `no backup of ${labelOf(server)} passes the filters of ${filter.target}${matchOf(filter)}.`,
        'no usable date': `backup ${backup?.id} passes the filters of ${filter.target}, but has no usable date.`,
        'made by this run': `${which} was made by this run, so it may hold the state to roll back.`,
        'too old': `${which} is older than max_age (${(0, labels.a3)(filter.maxAgeMs)}).`,
        expired: `${which} has expired.`,
        '0 MB': `${which} has 0 MB.`
    }[rejected];
    const table = result.candidates.map((candidate)=>candidateLine(candidate, now));
    const message = `Nothing was restored: ${problem}`;
    return new src_errors.lZ(message, targetRemedy(result, filter), {
        table
    });
}
function matchOf({ match }) {
    return null === match ? '' : ` (match ${(0, sanitize.hD)(match)})`;
}
function targetRemedy({ rejected, backup }, { target, scope }) {
    if ('none' === rejected && 'last_good' === target) return 'Set backup_id to an id from the list below; deploy_environment in the create step marks good backups.';
    if ('none' === rejected) {
        const wider = 'repository' === scope ? ', or set scope: server' : '';
        return `Set backup_id to an id (operation: list)${wider}.`;
    }
    return `If it is the right one, set backup_id: ${backup?.id}.`;
}
function candidateLine({ backup, why }, now) {
    const marker = (0, backups_marker.gY)(backup.description);
    const facts = [
        (0, labels.nV)(backup, now),
        null === marker ? (0, sanitize.ml)(backup.description ?? '', 60) : `run ${marker.runId}`,
        null === marker ? '' : `commit ${marker.sha.slice(0, 7)}`,
        null === marker || null === marker.state ? '' : `state ${marker.state}`
    ];
    return `- ${backup.id}: ${facts.filter((fact)=>'' !== fact).join(', ')}: ${why}`;
}
function restoreRejected(backup, error) {
    return new src_errors.lZ(`Nothing was restored: VPS.org rejected the restore of ${(0, labels.XM)(backup)}. ${(0, src_errors.Zw)(error)}`, (0, src_errors.SM)(error), {
        cause: error
    });
}
function restoreUnconfirmed(backup, error) {
    return new src_errors.lZ(`The restore of ${(0, labels.XM)(backup)} may have started: the request got no definite answer (${(0, sanitize.ml)(error.shortReason, 150)}), and it is not sent again.`, CHECK_SERVER, {
        cause: error
    });
}
function restoreFailed(backup, what) {
    return new src_errors.lZ(`VPS.org accepted the restore of ${(0, labels.XM)(backup)}, but ${what}.`, CHECK_SERVER);
}
function safetyFailed(server, cause) {
    const problem = (0, src_errors.Zw)(cause);
    const table = cause instanceof src_errors.lZ ? cause.table : [];
    const [first = ''] = problem.split('\n');
    return new src_errors.lZ(`Nothing was restored: the safety backup of ${labelOf(server)} did not complete. ${first}`, table.length > 0 ? (0, src_errors.SM)(cause) : 'To restore without one, set safety_backup: false (the current state will be lost).', {
        cause,
        table
    });
}
/*! CONCATENATED MODULE: ./src/steps/find-target.ts */ class TargetFinder {
    ctx;
    server;
    onRefused;
    constructor(ctx, server, onRefused){
        this.ctx = ctx;
        this.server = server;
        this.onRefused = onRefused;
    }
    find(inputs, id) {
        return null === id ? this.#select(filterOf(inputs)) : this.findById(id);
    }
    async findById(id, other = id) {
        const stopWhen = (items)=>items.has(id) && items.has(other);
        const list = await listServerBackups(this.ctx, this.server, {
            stopWhen
        });
        const target = list.items.find((backup)=>backup.id === id);
        if (void 0 === target) throw await this.#notOnServer(id, list);
        const state = classifyStatus(target.status);
        if ('completed' !== state) {
            this.onRefused(target);
            throw notCompleted(target, 'pending' === state);
        }
        this.#warnOfDoubts(target, list.at);
        return {
            target,
            list
        };
    }
    #warnOfDoubts(target, now) {
        const { log } = this.ctx;
        const label = (0, labels.ZH)((0, labels.XM)(target));
        if (isExpired(target, now)) log.warnOnce('expired', `${label} expired at ${(0, sanitize.ml)(target.expiresAt ?? '', 40)}.`);
        if (0 === target.sizeMb) log.warnOnce('0 MB', `${label} has 0 MB.`);
    }
    async #notOnServer(id, list) {
        const { ctx, server } = this;
        const stopWhen = (items)=>items.has(id);
        const all = await ctx.client.listBackups({}, {
            stopWhen
        }).catch(errors.PX);
        const other = all?.items.find((backup)=>backup.id === id && backup.serverId !== server.id);
        if (void 0 !== other) return ofOtherServer(other, server);
        return notFound(id, server, list.complete ? null : list.reason);
    }
    async #select(filter) {
        const { ctx, server } = this;
        ctx.log.info(`Filters of ${filter.target}: scope ${filter.scope}, ${filter.backupType ?? 'any'} type, max_age ${(0, labels.a3)(filter.maxAgeMs)}${null === filter.match ? '' : `, match ${(0, sanitize.hD)(filter.match)}`}`);
        const list = await listServerBackups(ctx, server);
        if (!list.complete) throw incompleteForTarget(server, filter.target, list.reason);
        warnOfUndated(ctx, list.items);
        const result = selectTarget(list.items, filter, {
            run: ctx.run,
            now: list.at
        });
        for (const one of result.candidates)ctx.log.info(`Candidate ${candidateLine(one, list.at).slice(2)}`);
        if ('found' in result) return {
            target: result.found,
            list
        };
        if (null !== result.backup) this.onRefused(result.backup);
        throw targetRejected(result, {
            server,
            filter,
            now: list.at
        });
    }
}
function filterOf({ backupId, scope, match, backupType, maxAgeMs }) {
    const target = 'last_good' === backupId ? 'last_good' : 'latest';
    return {
        target,
        scope,
        match,
        backupType,
        maxAgeMs
    };
}
/*! CONCATENATED MODULE: ./src/steps/safety-backup.ts */ function takeSafetyBackup(ctx, options) {
    return orNothingRestored(ctx, options, ()=>take(ctx, options));
}
async function confirmSafetyBackup(ctx, options, { backup, list }) {
    const row = list.items.find(({ id })=>id === backup.id);
    if (void 0 === row ? !list.complete : 'completed' === classifyStatus(row.status)) return;
    await orNothingRestored(ctx, options, ()=>waitFor(ctx, backup, {
            ...options,
            isSeen: true
        }));
}
async function orNothingRestored(ctx, options, task) {
    try {
        return await task();
    } catch (error) {
        if (error instanceof src_errors.cc) throw error;
        if (!(error instanceof UnconfirmedError)) ctx.recorder.updateSafety({
            problem: 'failed'
        });
        throw safetyFailed(options.server, error);
    }
}
async function take(ctx, options) {
    const { server, target, wait } = options;
    const known = options.known.complete ? options.known : await listServerBackups(ctx, server);
    const text = options.description ?? (0, backups_description.ue)(`Before restore of ${target.id} by ${ctx.run.actor}`);
    const { timeoutMs } = wait;
    const request = newCreateRequest(ctx, {
        server,
        kind: 'safety',
        text,
        state: null,
        known,
        timeoutMs
    });
    const { backup } = await createFreeingSlot(ctx, {
        ...request,
        onIntent: ()=>ctx.recorder.safetyIntent(server.id, request.idempotencyKey),
        onRejected: ()=>ctx.recorder.updateSafety({
                status: '',
                key: null
            })
    }, {
        policy: null,
        targetId: target.id
    });
    ctx.recorder.updateSafety(observed(backup));
    validateCreated(backup, server.id);
    ctx.log.info(`Created safety ${(0, labels.XM)(backup)}`);
    const completed = await waitFor(ctx, backup, {
        server,
        wait,
        isSeen: false
    });
    warnIfMarkerMissing(ctx, completed, request.idempotencyKey);
    if (0 === completed.sizeMb) ctx.log.warning(`Safety ${(0, labels.XM)(completed)} is completed, but has 0 MB.`);
    ctx.log.info(`Safety ${(0, labels.XM)(completed)} is completed (${(0, labels.Xq)(completed.sizeMb) || 'size unknown'})`);
    return completed;
}
async function waitFor(ctx, backup, { server, wait, isSeen }) {
    const ref = {
        id: backup.id,
        serverId: server.id,
        last: backup,
        isConfirmed: true
    };
    const outcomes = await waitForBackups(ctx, {
        refs: [
            {
                ...ref,
                wasListed: isSeen
            }
        ],
        servers: [],
        wait,
        initialDelayMs: isSeen ? 0 : INITIAL_INTERVAL_MS,
        onUpdate: (_, row, waitedMs)=>ctx.recorder.updateSafety({
                ...observed(row),
                waitedMs
            })
    });
    const result = outcomes.get(backup.id)?.result;
    if (void 0 === result || 'error' in result) throw result?.error ?? backupFailed(backup);
    return result.value;
}
/*! CONCATENATED MODULE: ./src/steps/wait-for-restore.ts */ function newObservation(previousStatus) {
    return {
        previousStatus,
        firstStatus: null,
        lastStatus: null,
        sawRestoring: false,
        hasChanged: false,
        absences: 0,
        stoppedSinceMs: null
    };
}
const RESTORING = 'restoring';
const FAILED_STATUSES = new Set([
    'error',
    'failed'
]);
const NO_CHANGE_TIMEOUT_MS = 60_000;
const STOPPED_GRACE_MS = 30_000;
const wait_for_restore_MAX_CONSECUTIVE_ABSENCES = 3;
function observe(before, status, elapsedMs) {
    const now = null === status ? missing(before) : seen(before, status, elapsedMs);
    return {
        now,
        outcome: outcomeOf(now, status, elapsedMs)
    };
}
function missing(before) {
    return {
        ...before,
        absences: before.absences + 1
    };
}
function seen(before, status, elapsedMs) {
    const firstStatus = before.firstStatus ?? (status === RESTORING ? null : status);
    const previousStatus = before.previousStatus ?? ('active' === firstStatus ? firstStatus : null);
    const sawRestoring = before.sawRestoring || status === RESTORING;
    const hasChanged = before.hasChanged || sawRestoring || status !== (previousStatus ?? firstStatus);
    const isOff = sawRestoring && 'stopped' === status && 'stopped' !== previousStatus;
    const stoppedSinceMs = isOff ? before.stoppedSinceMs ?? elapsedMs : null;
    return {
        previousStatus,
        firstStatus,
        sawRestoring,
        hasChanged,
        stoppedSinceMs,
        lastStatus: status,
        absences: 0
    };
}
function outcomeOf(now, status, elapsedMs) {
    if (now.absences >= wait_for_restore_MAX_CONSECUTIVE_ABSENCES) return unobserved(now, `${now.absences} lists of servers in a row did not show it`);
    if (null !== status && now.hasChanged) return changedOutcome(now, status, elapsedMs);
    if (now.hasChanged || elapsedMs < NO_CHANGE_TIMEOUT_MS) return null;
    const shown = null === status ? '' : ` (${(0, labels.Rh)(status)})`;
    return unobserved(now, `its status${shown} did not change within ${(0, labels.a3)(NO_CHANGE_TIMEOUT_MS)}`);
}
function unobserved({ lastStatus }, why) {
    if (null !== lastStatus && FAILED_STATUSES.has(lastStatus)) return {
        kind: 'failed',
        status: lastStatus
    };
    return {
        kind: 'unobservable',
        why
    };
}
function changedOutcome(now, status, elapsedMs) {
    const { previousStatus, sawRestoring, stoppedSinceMs } = now;
    if (FAILED_STATUSES.has(status)) return {
        kind: 'failed',
        status
    };
    if ('suspended' === status && 'suspended' !== previousStatus) return {
        kind: 'failed',
        status
    };
    if (status === previousStatus || sawRestoring && 'active' === status) return {
        kind: 'restored'
    };
    if (null !== stoppedSinceMs && elapsedMs - stoppedSinceMs >= STOPPED_GRACE_MS) return {
        kind: 'stopped'
    };
    if ('active' === status && null === previousStatus) return unobserved(now, 'it is active, but its status before the restore is not known');
    return null;
}
async function waitForRestore(ctx, { server, previousStatus, wait }) {
    const startedAt = ctx.clock.now();
    let observation = newObservation(previousStatus);
    let outcome = null;
    let wasRead = false;
    const elapsed = ()=>{
        const ms = ctx.clock.now() - startedAt;
        return `${(0, labels.a3)(ms)} (timeout ${(0, labels.a3)(wait.timeoutMs)})`;
    };
    const check = async ({ deadline, isFinal })=>{
        const shown = await findServer(ctx, server.id, {
            deadline,
            newConnection: isFinal
        });
        const status = shown?.status || null;
        wasRead = true;
        if (null !== status && status !== observation.lastStatus) ctx.log.info(`Server ${server.id}: ${(0, labels.Rh)(status)} after ${elapsed()}`);
        ({ now: observation, outcome } = observe(observation, status, ctx.clock.now() - startedAt));
        return null !== outcome;
    };
    const stop = startHeartbeat(ctx.clock, ()=>{
        ctx.log.info(`Server ${server.id}: ${observation.lastStatus ?? 'not listed yet'} for ${elapsed()}`);
    });
    try {
        const end = await poll({
            ...{
                clock: ctx.clock,
                signal: ctx.signal,
                check,
                classify: errors.MF
            },
            ...{
                timeoutMs: wait.timeoutMs,
                maxIntervalMs: wait.maxIntervalMs
            },
            initialDelayMs: INITIAL_INTERVAL_MS
        });
        if ('done' === end && null !== outcome) return outcome;
        return atDeadline(observation, wasRead);
    } catch (error) {
        if (!(error instanceof errors.hD)) throw error;
        const why = `the list of servers can't be read (${error.shortReason})`;
        return unobserved(observation, why);
    } finally{
        stop();
    }
}
function atDeadline(observation, wasRead) {
    if (!wasRead) return unobserved(observation, "the list of servers can't be read");
    if (null !== observation.stoppedSinceMs) return {
        kind: 'stopped'
    };
    return {
        kind: 'timeout',
        status: observation.lastStatus
    };
}
async function findServer(ctx, serverId, options) {
    const stopWhen = (items)=>items.has(serverId);
    const { items } = await ctx.client.listServers({
        ...options,
        stopWhen
    });
    return items.find(({ id })=>id === serverId) ?? null;
}
/*! CONCATENATED MODULE: ./src/operations/restore.ts */ async function restore(inputs, servers, ctx) {
    const [server] = servers;
    if (void 0 === server) throw new src_errors.lZ('Nothing was restored: no server.', 'Set server_id.');
    await new Restoration(inputs, server, ctx).run();
}
class Restoration {
    inputs;
    server;
    ctx;
    #finder;
    constructor(inputs, server, ctx){
        this.inputs = inputs;
        this.server = server;
        this.ctx = ctx;
        this.#finder = new TargetFinder(ctx, server, (backup)=>ctx.recorder.update(this.#recordKey, observed(backup)));
    }
    async run() {
        const { ctx, inputs } = this;
        const { target, previousStatus } = await this.prepare().catch(rethrowBeforeSending);
        if (inputs.dryRun) return this.plan(target);
        await this.submit(target);
        ctx.recorder.restoreStatus('accepted');
        ctx.log.info(`VPS.org accepted the restore of ${(0, labels.XM)(target)}`);
        if (inputs.wait) await this.watch(target, previousStatus);
    }
    async prepare() {
        const { ctx, inputs, server } = this;
        const { id } = this.#key;
        ctx.recorder.update(this.#recordKey, {
            ...EMPTY,
            id,
            serverId: server.id,
            serverName: server.name
        });
        this.logStart();
        const { target, list } = await this.#finder.find(inputs, this.#key.id);
        ctx.recorder.update(this.#recordKey, observed(target));
        ctx.log.info(`Target: ${(0, labels.XM)(target)}, ${(0, labels.nV)(target, list.at)}: "${(0, sanitize.ml)(target.description ?? '', 255)}"`);
        const before = await this.readServerStatus();
        if (inputs.dryRun || !inputs.safetyBackup) return {
            target,
            previousStatus: before
        };
        const options = {
            ...{
                server,
                target,
                known: list,
                description: inputs.description
            },
            wait: {
                timeoutMs: inputs.waitTimeoutMs,
                maxIntervalMs: inputs.pollIntervalMs
            }
        };
        const safety = await takeSafetyBackup(ctx, options);
        const again = await this.#finder.findById(target.id, safety.id);
        await confirmSafetyBackup(ctx, options, {
            backup: safety,
            list: again.list
        });
        const now = await this.readServerStatus();
        return {
            target,
            previousStatus: now === before ? now : null
        };
    }
    get #key() {
        const { backupId } = this.inputs;
        return {
            id: 'string' == typeof backupId ? null : backupId[0] ?? null
        };
    }
    get #recordKey() {
        return this.#key.id ?? 0;
    }
    logStart() {
        const { backupId, dryRun } = this.inputs;
        const what = 'string' == typeof backupId ? backupId : `backup ${backupId[0]}`;
        const label = (0, labels.KM)(this.server.id, this.server.name);
        this.ctx.log.info(`${dryRun ? 'Planning to restore' : 'Restoring'} ${what} to ${label}`);
    }
    async readServerStatus() {
        const { ctx, server } = this;
        let status = null;
        await poll({
            ...{
                clock: ctx.clock,
                signal: ctx.signal,
                timeoutMs: STATUS_TIMEOUT_MS,
                initialDelayMs: 0
            },
            maxIntervalMs: INITIAL_INTERVAL_MS,
            classify: errors.MF,
            check: async ({ deadline })=>{
                status = (await findServer(ctx, server.id, {
                    deadline
                }))?.status || null;
                return true;
            }
        }).catch(errors.PX);
        if ('restoring' === status) throw alreadyRestoring(server);
        return status;
    }
    plan(target) {
        const { ctx, inputs } = this;
        const label = (0, labels.KM)(this.server.id, this.server.name);
        if (inputs.safetyBackup) ctx.log.info(`Would first create a safety backup of ${label}, and wait for it`);
        ctx.log.info(`Would restore backup ${target.id} to ${label}, overwriting everything on it`);
        ctx.recorder.done();
    }
    async submit(target) {
        const { ctx, server } = this;
        const result = await ctx.client.restoreBackup(server.id, target.id, {
            onSend: ()=>ctx.recorder.restoreIntent(),
            onRejected: ()=>ctx.recorder.restoreStatus('')
        });
        if ('accepted' === result.outcome) return;
        if ('unconfirmed' === result.outcome) throw restoreUnconfirmed(target, result.error);
        ctx.recorder.restoreStatus('');
        throw restoreRejected(target, result.error);
    }
    async watch(target, previousStatus) {
        const { ctx, inputs, server } = this;
        const startedAt = ctx.clock.now();
        ctx.recorder.waitBegan(startedAt);
        const outcome = await waitForRestore(ctx, {
            ...{
                server,
                previousStatus
            },
            wait: {
                timeoutMs: inputs.waitTimeoutMs,
                maxIntervalMs: inputs.pollIntervalMs
            }
        }).finally(()=>{
            ctx.recorder.waitEnded(ctx.clock.now());
            ctx.recorder.update(this.#recordKey, {
                waitedMs: ctx.clock.now() - startedAt
            });
        });
        this.conclude(target, outcome, (0, labels.a3)(ctx.clock.now() - startedAt));
    }
    conclude(target, outcome, waited) {
        const { ctx, inputs } = this;
        const label = (0, labels.XM)(target);
        switch(outcome.kind){
            case 'restored':
                ctx.recorder.restoreStatus('restored');
                ctx.log.info(`Restored ${label} after ${waited}`);
                return;
            case 'stopped':
                ctx.recorder.restoreStatus('restored', 'The server is stopped now.');
                ctx.log.warning(`Restored ${label} after ${waited}, but the server is stopped now: start it.`);
                return;
            case 'unobservable':
                ctx.recorder.restoreStatus('accepted', `Its completion could not be observed: ${outcome.why}.`);
                ctx.log.warning(`VPS.org accepted the restore of ${label}, but its completion could not be observed: ${outcome.why}. ${CHECK_SERVER}`);
                return;
            case 'failed':
                throw restoreFailed(target, `the server is in status ${(0, labels.Rh)(outcome.status)}`);
            case 'timeout':
                throw restoreFailed(target, `it was not over within ${(0, labels.a3)(inputs.waitTimeoutMs)} (last status of the server: ${outcome.status ?? 'not listed'})`);
        }
    }
}
const STATUS_TIMEOUT_MS = 10_000;
function rethrowBeforeSending(error) {
    if (error instanceof src_errors.cc || !(error instanceof errors.hD)) throw error;
    throw failedBefore(error);
}
/*! CONCATENATED MODULE: ./src/operations/wait.ts */ async function wait(inputs, servers, ctx) {
    const ids = inputs.backupId;
    const serverId = 1 === servers.length ? servers[0]?.id ?? null : null;
    for (const id of ids)ctx.recorder.update(id, {
        ...EMPTY,
        id,
        serverId
    });
    const policy = null === inputs.keepLast ? null : keepLastPolicy(inputs.keepLast, 'repository');
    const settings = (0, labels.TR)([
        null === policy ? null : (0, labels.wy)(policy),
        `timeout ${(0, labels.a3)(inputs.waitTimeoutMs)}`
    ]);
    ctx.log.info(`Waiting for ${(0, labels.LS)(ids.length, 'backup')} of ${(0, labels.rq)(servers)}${settings}`);
    const waitOptions = {
        timeoutMs: inputs.waitTimeoutMs,
        maxIntervalMs: inputs.pollIntervalMs,
        deadline: ctx.clock.now() + inputs.waitTimeoutMs
    };
    const outcomes = await waitForBackups(ctx, {
        refs: ids.map((id)=>({
                id,
                serverId,
                last: null,
                isConfirmed: false
            })),
        servers: servers.map(({ id })=>id),
        wait: waitOptions,
        initialDelayMs: 0,
        onUpdate: ({ id }, backup, waitedMs)=>ctx.recorder.observe(id, backup, waitedMs)
    });
    const results = new Map([
        ...outcomes
    ].map(([id, { result }])=>[
            id,
            result
        ]));
    const isAllCompleted = 0 === errorsOf(results.values()).length;
    const completed = [
        ...outcomes.values()
    ].flatMap(({ result, list })=>'value' in result ? [
            {
                backup: result.value,
                list,
                requestedAt: null
            }
        ] : []);
    const finished = await finishCompleted(ctx, completed, {
        policy: isAllCompleted ? policy : null,
        maxShrink: inputs.maxShrink,
        wait: waitOptions,
        dryRun: inputs.dryRun,
        onUpdate: (backup)=>ctx.recorder.observe(backup.id, backup)
    });
    failIfAny(ctx, new Map([
        ...results,
        ...finished
    ]));
}
function failIfAny(ctx, results) {
    for (const [id, result] of results)if ('error' in result) ctx.recorder.failed(id, result.error);
    const errors = errorsOf(results.values());
    if (errors.length > 0) throw (0, src_errors.Lt)(errors, {
        count: results.size,
        noun: 'backups'
    });
}
/*! CONCATENATED MODULE: ./src/operations/index.ts */ const operations_OPERATIONS = {
    create: create,
    list: list_list,
    wait: wait,
    restore: restore,
    delete: deleteBackups,
    prune: prune,
    check: check
};
/*! CONCATENATED MODULE: ./src/report/cancellation.ts */ function cancellationMessage(error, report) {
    const facts = [
        ...unfinished(report),
        ...deletions(report, 'unconfirmed')
    ];
    if ('restore' === report.operation) facts.unshift(restoreState(report.status, targetOf(report)));
    return [
        error.message,
        ...0 === facts.length ? [
            'Nothing more was sent.'
        ] : facts
    ].join(' ');
}
function describeChanges(report) {
    const made = entriesOf(report).filter(({ id })=>null !== id);
    const isMaking = 'create' === report.operation || 'wait' === report.operation;
    const backups = isMaking ? made.map(describeBackup) : [];
    const safety = 'restore' === report.operation ? report.safety : null;
    const facts = [
        ...'restore' === report.operation ? [
            restoreState(report.status, targetOf(report))
        ] : [],
        ...safety?.id == null ? [] : [
            `Safety ${describeBackup(safety)}`
        ],
        ...backups.map(labels.ZH),
        ...unknownRequests(report),
        ...deletions(report, 'deleted'),
        ...deletions(report, 'unconfirmed')
    ];
    return 0 === facts.length ? 'Nothing was changed.' : facts.join(' ');
}
function describeBackup({ id, serverId, status }) {
    const server = null === serverId ? '' : ` of server ${serverId}`;
    return `backup ${id}${server}: ${status || 'no status'}.`;
}
function entriesOf(report) {
    return [
        ...report.backups.values()
    ];
}
function targetOf(report) {
    return entriesOf(report)[0]?.id ?? 'of the target';
}
function restoreState(status, target) {
    const restore = `The restore of backup ${target}`;
    if ('accepted' === status) return `${restore} was accepted and is still running on VPS.org. ${CHECK_SERVER}`;
    if ('restored' === status) return `${restore} was accepted and has completed.`;
    return 'unknown' === status ? `${restore} may have started. ${CHECK_SERVER}` : 'Nothing was restored.';
}
function unfinished(report) {
    const isMaking = 'create' === report.operation || 'wait' === report.operation;
    const safety = 'restore' === report.operation && null !== report.safety ? [
        report.safety
    ] : [];
    const pending = [
        ...isMaking ? entriesOf(report) : [],
        ...safety
    ].filter(({ id, status })=>null !== id && 'unknown' !== status && 'pending' === classifyStatus(status));
    const running = pending.filter(({ backup })=>null !== backup || 'wait' !== report.operation);
    return [
        ...0 === running.length ? [] : [
            stillRunning(idsOf(running))
        ],
        ...0 === pending.length ? [] : [
            (0, src_errors.K1)({
                resume: idsOf(pending)
            })
        ],
        ...unknownRequests(report)
    ];
}
function idsOf(entries) {
    return entries.flatMap(({ id })=>id ?? []);
}
function stillRunning(ids) {
    const [noun, verb] = 1 === ids.length ? [
        'Backup',
        'is'
    ] : [
        'Backups',
        'are'
    ];
    return `${noun} ${ids.join(', ')} ${verb} still running on VPS.org.`;
}
function unknownRequests(report) {
    const safety = 'restore' === report.operation && null !== report.safety ? [
        report.safety
    ] : [];
    const isMaking = 'create' === report.operation;
    return [
        ...isMaking ? entriesOf(report) : [],
        ...safety
    ].filter(({ id, status })=>null === id && 'unknown' === status).map(({ serverId, key })=>`A backup of server ${serverId} may have been created: search the list for key=${key}.`);
}
const DELETION_VERBS = {
    deleted: 'deleted',
    unconfirmed: 'requested to be deleted, without a confirmation'
};
function deletions(report, outcome) {
    const ids = [
        ...report.deletions.values()
    ].filter((one)=>one.outcome === outcome).map(({ backup })=>backup.id);
    if (0 === ids.length) return [];
    const [noun, verb] = 1 === ids.length ? [
        'Backup',
        'was'
    ] : [
        'Backups',
        'were'
    ];
    return [
        `${noun} ${ids.join(', ')} ${verb} ${DELETION_VERBS[outcome]}.`
    ];
}
/*! CONCATENATED MODULE: ./src/report/log.ts */ function createLog(redact) {
    const safe = (text)=>redact((0, sanitize.g$)(redact(text)));
    const warning = (line)=>core_warning(safe(line));
    return {
        info: (line)=>info(safe(line)),
        debug: (line)=>core_debug(safe(line)),
        notice: (line)=>notice(safe(line)),
        warning,
        warnOnce: onceByTopic(warning),
        fail: (message)=>setFailed(message.split('\n').map(safe).join('\n'))
    };
}
function onceByTopic(warn) {
    const topics = new Set();
    return (topic, line)=>{
        if (topics.has(topic)) return;
        topics.add(topic);
        warn(line);
    };
}
/*! CONCATENATED MODULE: external "node:fs" */ const external_node_fs_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");
/*! CONCATENATED MODULE: ./src/report/output-writer.ts */ class OutputWriter {
    redact;
    env;
    #written = new Map();
    #failure = null;
    constructor(redact, env){
        this.redact = redact;
        this.env = env;
    }
    write(outputs) {
        this.#failure = null;
        for (const [name, value] of Object.entries(outputs))if (this.#written.get(name) !== value) try {
            setOutput(name, this.redact(value));
            this.#written.set(name, value);
        } catch (error) {
            this.#failure = (0, src_errors.gJ)(error);
            return;
        }
    }
    get failure() {
        return this.#failure ?? this.#accessFailure();
    }
    assertWritable() {
        const { failure } = this;
        if (null === failure) return;
        throw new src_errors.lZ(`The outputs can't be written to GITHUB_OUTPUT (${failure}). Nothing was changed.`, "Check the runner's disk, then re-run.");
    }
    #accessFailure() {
        const path1 = this.env.GITHUB_OUTPUT;
        if (!path1) return null;
        try {
            (0, external_node_fs_namespaceObject.accessSync)(path1, external_node_fs_namespaceObject.constants.W_OK);
            return (0, external_node_fs_namespaceObject.statSync)(path1).isDirectory() ? 'it is a directory' : null;
        } catch (error) {
            return (0, src_errors.gJ)(error);
        }
    }
}
/*! CONCATENATED MODULE: ./src/report/outputs.ts */ const MAX_BYTES = 500_000;
const MAX_TEXT_LENGTH = 1_000;
function toOutputs(report, all = true) {
    const { primary, status, more, lists } = specificsOf(report);
    const backup = primary?.backup ?? null;
    const slots = primary?.serverId == null ? void 0 : report.slots.get(primary.serverId);
    return {
        backup_id: String(primary?.id ?? ''),
        server_id: String(primary?.serverId ?? ''),
        status: (0, sanitize.ml)(status),
        created_at: (0, sanitize.ml)(backup?.createdAt ?? ''),
        size_mb: String(backup?.sizeMb ?? ''),
        expires_at: (0, sanitize.ml)(backup?.expiresAt ?? ''),
        slots_used: String(slots ?? ''),
        duration_seconds: String(Math.round(report.waitedMs / 1_000)),
        ...more,
        ...all ? lists() : {}
    };
}
function specificsOf(report) {
    switch(report.operation){
        case 'create':
            return {
                ...ofBackups(report),
                more: {
                    reused: String(report.reused)
                }
            };
        case 'wait':
            return ofBackups(report);
        case 'restore':
            {
                const safety = null === report.safety ? {} : {
                    safety_backup_id: String(report.safety.id ?? '')
                };
                const status = report.status || (isPlanned(report) ? 'dry_run' : '');
                return {
                    ...ofBackups(report),
                    status,
                    more: safety
                };
            }
        case 'delete':
        case 'prune':
            return {
                ...ofBackups(report),
                status: deletionStatus(report)
            };
        case 'list':
            return ofList(report);
        case 'check':
            return ofChecks(report);
    }
}
function isPlanned(report) {
    return report.dryRun && report.isDone;
}
function ofBackups(report) {
    const entries = [
        ...report.backups.values()
    ];
    const known = entries.filter(({ id })=>null !== id);
    return {
        primary: known[0] ?? entries[0] ?? null,
        status: isPlanned(report) ? 'dry_run' : statusOf(entries),
        more: {},
        lists: ()=>({
                ...backupLists(known),
                ...deletionLists(report)
            })
    };
}
function statusOf(entries) {
    if (entries.some(({ status })=>'unknown' === status)) return 'unknown';
    const unfinished = entries.find((entry)=>'completed' !== statusLabelOf(entry));
    if (void 0 === unfinished) return entries.length > 0 ? 'completed' : '';
    return statusLabelOf(unfinished);
}
function statusLabelOf({ status, problem }) {
    return 'completed' === status && null !== problem ? 'unknown' : status;
}
function deletionStatus(report) {
    const isUnknown = [
        ...report.deletions.values()
    ].some(({ outcome })=>'unconfirmed' === outcome);
    if (!report.isDone) return isUnknown ? 'unknown' : '';
    if (report.dryRun) return 'dry_run';
    return report.deletions.size > 0 ? 'deleted' : 'unchanged';
}
function deletionLists(report) {
    const idsOf = (outcome)=>{
        const deletions = [
            ...report.deletions.values()
        ].filter((one)=>one.outcome === outcome);
        return (0, sanitize.oi)(deletions.map(({ backup })=>backup.id));
    };
    return {
        deleted_ids: idsOf('deleted'),
        would_delete_ids: idsOf('would be deleted')
    };
}
function backupLists(known) {
    const backups = known.flatMap(({ backup })=>null === backup ? [] : [
            backup
        ]);
    const { json, isCut } = backupsJson(backups);
    return {
        backup: void 0 === backups[0] || known[0]?.backup === null ? '' : (0, sanitize.oi)(toApiJson(backups[0])),
        backup_ids: (0, sanitize.oi)(known.map(({ id })=>id)),
        backups: json,
        ...isCut ? {
            truncated: 'true'
        } : {}
    };
}
function ofList({ list }) {
    if (null === list) return {
        primary: null,
        status: '',
        more: {},
        lists: ()=>({})
    };
    const { backups, complete } = list;
    const newest = complete ? backups.find(({ status })=>'completed' === status) : void 0;
    return {
        primary: void 0 === newest ? null : {
            ...EMPTY,
            ...observed(newest)
        },
        status: '',
        more: {
            count: complete ? String(backups.length) : ''
        },
        lists: ()=>{
            const { json, isCut, kept } = backupsJson(backups);
            return {
                backup: void 0 === newest ? '' : (0, sanitize.oi)(toApiJson(newest)),
                backup_ids: (0, sanitize.oi)(backups.slice(0, kept).map(({ id })=>id)),
                backups: json,
                truncated: String(isCut || !complete)
            };
        }
    };
}
function ofChecks({ checks, backups }) {
    if (null === checks) return {
        primary: null,
        status: '',
        more: {},
        lists: ()=>({})
    };
    const newest = [
        ...backups.values()
    ];
    const first = newest.find(({ serverId })=>serverId === checks[0]?.serverId);
    return {
        primary: first ?? null,
        status: checks.length > 0 && checks.every(({ ok })=>ok) ? 'ok' : 'failed',
        more: {},
        lists: ()=>({
                ...backupLists(newest.filter(({ id })=>null !== id)),
                checks: jsonArray(checks.map(toCheckJson)).json
            })
    };
}
function toCheckJson(check) {
    return {
        server_id: check.serverId,
        ok: check.ok,
        problems: check.problems.map((problem)=>(0, backups_description.xv)(problem, MAX_TEXT_LENGTH)),
        backup_id: check.backupId,
        age_seconds: null === check.ageMs ? null : Math.round(check.ageMs / 1_000),
        size_mb: check.sizeMb,
        previous_size_mb: check.previousSizeMb,
        completed: check.completed,
        slots_used: check.slotsUsed
    };
}
function toApiJson(backup) {
    const text = (value)=>null === value ? value : (0, backups_description.xv)(value, MAX_TEXT_LENGTH);
    return {
        id: backup.id,
        server: {
            id: backup.serverId,
            name: text(backup.serverName)
        },
        backup_type: text(backup.type),
        status: text(backup.status),
        size_mb: backup.sizeMb,
        created_at: text(backup.createdAt),
        expires_at: text(backup.expiresAt),
        description: text(backup.description)
    };
}
function hasLongText(backup) {
    const { serverName, type, status, createdAt, expiresAt, description } = backup;
    const texts = [
        serverName,
        type,
        status,
        createdAt,
        expiresAt,
        description
    ];
    return texts.some((text)=>(text?.length ?? 0) > MAX_TEXT_LENGTH);
}
function backupsJson(backups) {
    const { json, kept } = jsonArray(backups.map(toApiJson));
    return {
        json,
        kept,
        isCut: kept < backups.length || backups.some(hasLongText)
    };
}
function jsonArray(items) {
    const parts = [];
    let bytes = 2;
    for (const item of items){
        const part = (0, sanitize.oi)(item);
        bytes += Buffer.byteLength(part) + 1;
        if (bytes > MAX_BYTES) break;
        parts.push(part);
    }
    return {
        json: `[${parts.join(',')}]`,
        kept: parts.length
    };
}
/*! CONCATENATED MODULE: ./src/report/markdown.ts */ const MAX_TABLE_BYTES = 120_000;
const MAX_QUOTE_LINES = 30;
const MAX_LINE_LENGTH = 1_000;
function columnOf(column, part) {
    const cell = (item)=>{
        const value = part(item);
        return null === value ? '' : column.cell(value);
    };
    return {
        title: column.title,
        cell
    };
}
function table(items, columns) {
    const rows = rowsThatFit(items, columns);
    const used = columns.flatMap((_, index)=>rows.some((row)=>row[index]) ? [
            index
        ] : []);
    const line = (cells)=>`| ${cells.join(' | ')} |`;
    const pick = (cells)=>line(used.map((index)=>cells[index] ?? ''));
    const lines = [
        pick(columns.map(({ title })=>title)),
        line(used.map(()=>'---')),
        ...rows.map(pick)
    ];
    return blocks([
        0 === used.length ? '' : lines.join('\n'),
        moreRows(items.length - rows.length)
    ]);
}
function rowsThatFit(items, columns) {
    const rows = [];
    let bytes = 0;
    for (const item of items){
        const row = columns.map(({ cell })=>cell(item));
        bytes += Buffer.byteLength(row.join(' | ')) + 5;
        if (bytes > MAX_TABLE_BYTES) break;
        rows.push(row);
    }
    return rows;
}
function moreRows(count) {
    return 0 === count ? '' : `\u{2026} and ${(0, labels.LS)(count, 'more row')}.`;
}
function blocks(parts) {
    return parts.filter((part)=>'' !== part).join('\n\n');
}
function bulletList(items) {
    return items.map((item)=>`- ${item}`).join('\n');
}
function codeBlock(language, lines) {
    return [
        '```'.concat(language),
        ...lines,
        '```'
    ].join('\n');
}
function details(summary, content) {
    return `<details><summary>${summary}</summary>\n\n${content}\n\n</details>`;
}
function markdown_link(label, url) {
    return /^https?:\/\/[\w.:-]+(?:\/[\w.~%-]+)+$/.test(url) ? `[${label}](${url})` : label;
}
function inlineText(text) {
    const escaped = (0, sanitize.aL)(text, MAX_LINE_LENGTH);
    return /^(?:[-+=]|\d+[.)])/.test(escaped) ? `&#8203;${escaped}` : escaped;
}
function markdown_kindOf(line) {
    if (line.startsWith('|')) return 'row';
    return line.startsWith('- ') ? 'item' : 'text';
}
function quoteBlock(message) {
    const groups = [];
    for (const line of firstLinesAndLast(message.split('\n'))){
        const kind = markdown_kindOf(line);
        const group = groups.at(-1);
        if (group?.kind === kind) group.lines.push(line);
        else groups.push({
            kind,
            lines: [
                line
            ]
        });
    }
    const quoted = groups.map(({ kind, lines })=>QUOTED[kind](lines).map((line)=>`> ${line}`));
    return quoted.map((lines)=>lines.join('\n')).join('\n>\n');
}
function firstLinesAndLast(lines) {
    if (lines.length <= MAX_QUOTE_LINES) return lines;
    const first = lines.slice(0, MAX_QUOTE_LINES - 2);
    const left = lines.length - first.length - 1;
    return [
        ...first,
        `\u{2026} and ${(0, labels.LS)(left, 'more line')}.`,
        ...lines.slice(-1)
    ];
}
const QUOTED = {
    text: (lines)=>lines.map(inlineText).join('  \n').split('\n'),
    item: (lines)=>lines.map((line)=>`- ${inlineText(line.slice(2))}`),
    row: (lines)=>[
            '<pre>',
            ...lines.map((line)=>(0, sanitize.aL)(line, MAX_LINE_LENGTH)),
            '</pre>'
        ]
};
/*! CONCATENATED MODULE: ./src/report/summary-columns.ts */ function serverTitle({ serverId, serverName }) {
    if (serverName) return (0, sanitize.aL)(serverName, 60);
    return null === serverId ? 'the server' : `server ${serverId}`;
}
function serverCell({ serverId, serverName }) {
    if (!serverName) return String(serverId ?? '');
    return `${(0, sanitize.aL)(serverName, 60)}${null === serverId ? '' : ` (${serverId})`}`;
}
function slotsCell(used) {
    return null == used ? '' : `${used} of ${MANUAL_BACKUP_LIMIT}`;
}
function formatDate(ms) {
    return new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
}
function dateCell(text, ms, now) {
    if (null === ms) return (0, sanitize.aL)(text ?? '', 40);
    if (Number.isNaN(now)) return formatDate(ms);
    const age = ms > now ? `in ${(0, labels.a3)(ms - now)}` : `${(0, labels.a3)(now - ms)} ago`;
    return `${formatDate(ms)} (${age})`;
}
function createdCell({ createdAt, createdAtMs }, now) {
    const isAhead = null !== createdAtMs && createdAtMs > now;
    return dateCell(createdAt, createdAtMs, isAhead ? createdAtMs : now);
}
const MAX_DESCRIPTION_LENGTH = 600;
function textCell({ description }) {
    const text = description ?? '';
    return (0, sanitize.aL)(text.length > MAX_DESCRIPTION_LENGTH ? text.slice(0, MAX_DESCRIPTION_LENGTH) : (0, backups_description.fz)(text));
}
function repositoryUrl({ serverUrl, owner, repo }) {
    return `${serverUrl}/${owner}/${repo}`;
}
const SHORT_SHA_LENGTH = 7;
function commitCell({ sha }, run) {
    const short = (0, sanitize.aL)(sha.slice(0, SHORT_SHA_LENGTH));
    const isHash = /^[0-9a-f]{7,64}$/i.test(sha);
    return isHash ? markdown_link(short, `${repositoryUrl(run)}/commit/${sha}`) : short;
}
function runCell({ runId, attempt }, run) {
    const label = attempt > 1 ? `${runId}.${attempt}` : runId;
    return markdown_link(label, `${repositoryUrl(run)}/actions/runs/${runId}`);
}
function backupColumns({ run, now }) {
    const marker = ({ description })=>(0, backups_marker.QS)(description, run);
    const markerColumn = (title, cell)=>columnOf({
            title,
            cell
        }, marker);
    const expiry = ({ expiresAt })=>dateCell(expiresAt, parseTimestamp(expiresAt), now);
    return {
        id: {
            title: 'Backup',
            cell: ({ id })=>String(id)
        },
        server: {
            title: 'Server',
            cell: serverCell
        },
        state: markerColumn('State', ({ state })=>state ?? ''),
        created: {
            title: 'Created (UTC)',
            cell: (backup)=>createdCell(backup, now)
        },
        size: {
            title: 'Size',
            cell: ({ sizeMb })=>(0, labels.Xq)(sizeMb)
        },
        type: {
            title: 'Type',
            cell: ({ type })=>(0, sanitize.aL)(type, 60)
        },
        status: {
            title: 'Status',
            cell: ({ status })=>(0, sanitize.aL)(status, 60)
        },
        expires: {
            title: 'Expires (UTC)',
            cell: expiry
        },
        text: {
            title: 'Text',
            cell: textCell
        },
        commit: markerColumn('Commit', (own)=>commitCell(own, run)),
        run: markerColumn('Run', (own)=>runCell(own, run))
    };
}
function serverColumn(items, column, server) {
    const [first] = items;
    if (void 0 === first) return [];
    return items.some((item)=>server(item) !== server(first)) ? [
        column
    ] : [];
}
/*! CONCATENATED MODULE: ./src/report/summary-check.ts */ const COLUMNS = [
    {
        title: 'Server',
        cell: serverCell
    },
    {
        title: 'Verdict',
        cell: verdictCell
    },
    {
        title: 'Findings',
        cell: findingsCell
    },
    {
        title: 'Newest',
        cell: ({ backupId })=>String(backupId ?? '')
    },
    {
        title: 'Age',
        cell: ({ ageMs })=>null === ageMs ? '' : (0, labels.a3)(ageMs)
    },
    {
        title: 'Size',
        cell: ({ sizeMb })=>(0, labels.Xq)(sizeMb)
    },
    {
        title: 'Change',
        cell: changeCell
    },
    {
        title: 'Backups',
        cell: ({ completed })=>String(completed)
    },
    {
        title: 'Slots',
        cell: ({ slotsUsed })=>slotsCell(slotsUsed)
    }
];
function checkTable({ checks }) {
    if (null === checks || 0 === checks.length) return '';
    return table([
        ...checks
    ].sort((a, b)=>rankOf(a) - rankOf(b)), COLUMNS);
}
function rankOf({ ok, warnings }) {
    if (!ok) return 0;
    return warnings.length > 0 ? 1 : 2;
}
function verdictCell(check) {
    return [
        "\u274C failed",
        "\u26A0\uFE0F ok",
        "\u2705 ok"
    ][rankOf(check)] ?? '';
}
const MAX_FINDINGS = 10;
function findingsCell({ problems, warnings }) {
    const findings = [
        ...problems,
        ...warnings
    ].slice(0, MAX_FINDINGS);
    return findings.map((finding)=>(0, sanitize.aL)(finding)).join('<br>');
}
function changeCell({ sizeMb, previousSizeMb }) {
    if (null === sizeMb || null === previousSizeMb || previousSizeMb <= 0) return '';
    const percent = Math.round((sizeMb / previousSizeMb - 1) * 100);
    return `${percent > 0 ? '+' : ''}${percent}%`;
}
/*! CONCATENATED MODULE: ./src/report/summary-deletions.ts */ const OUTCOMES = {
    failed: {
        cell: "\u274C not deleted",
        verb: 'could not be deleted'
    },
    unconfirmed: {
        cell: "\u2753 may have been deleted",
        verb: 'may have been deleted'
    },
    'not tried': {
        cell: 'not tried',
        verb: 'not tried'
    },
    deleted: {
        cell: 'deleted',
        verb: 'deleted'
    },
    'would be deleted': {
        cell: 'would be deleted',
        verb: 'would be deleted'
    }
};
const ORDER = Object.keys(OUTCOMES);
function deletionsPart(report, frame) {
    const rows = deletionRows(report).sort((a, b)=>ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome));
    if (0 === rows.length) return '';
    const count = (outcome)=>rows.filter((row)=>row.outcome === outcome).length;
    const counts = ORDER.filter((outcome)=>count(outcome) > 0).map((outcome)=>`${(0, labels.LS)(count(outcome), 'backup')} ${OUTCOMES[outcome].verb}`);
    const outcome = {
        title: 'Outcome',
        cell: (row)=>OUTCOMES[row.outcome].cell
    };
    const columns = backupColumns(frame);
    const shown = [
        columnOf(columns.id, backupIn),
        ...serverColumn(rows, columnOf(columns.server, backupIn), ({ backup })=>backup.serverId),
        ...counts.length > 1 ? [
            outcome
        ] : [],
        reasonColumn((row)=>row.reason),
        ...detailColumns(columns).map((column)=>columnOf(column, backupIn))
    ];
    const isHeadline = 'delete' === report.operation || 'prune' === report.operation;
    return blocks([
        isHeadline ? '' : `**${counts.join(', ')}**`,
        table(rows, shown)
    ]);
}
function backupIn({ backup }) {
    return backup;
}
function reasonColumn(reason) {
    return {
        title: 'Why',
        cell: (row)=>(0, sanitize.aL)(reason(row))
    };
}
function detailColumns({ state, created, size, text, commit, run }) {
    return [
        state,
        created,
        size,
        text,
        commit,
        run
    ];
}
function deletionRows({ operation, deletions, backups, dryRun }) {
    const rows = [
        ...deletions.values()
    ];
    if ('delete' !== operation || dryRun || 0 === rows.length) return rows;
    const isNotTried = ({ id })=>null !== id && !deletions.has(id);
    const others = [
        ...backups.values()
    ].filter(isNotTried);
    return rows.concat(others.flatMap(({ backup })=>null === backup ? [] : [
            {
                backup,
                reason: 'requested',
                outcome: 'not tried'
            }
        ]));
}
function keptDecisions({ decisions, deletions }) {
    return [
        ...decisions.values()
    ].flat().filter(({ backup })=>!deletions.has(backup.id));
}
function keptPart(report, frame) {
    const kept = keptDecisions(report).sort((a, b)=>a.backup.serverId - b.backup.serverId || newestFirst(a.backup, b.backup));
    if (0 === kept.length) return '';
    const columns = backupColumns(frame);
    const shown = [
        columnOf(columns.id, backupIn),
        ...serverColumn(kept, columnOf(columns.server, backupIn), ({ backup })=>backup.serverId),
        reasonColumn(keptReason),
        ...detailColumns(columns).map((column)=>columnOf(column, backupIn))
    ];
    return details(`Kept: ${(0, labels.LS)(kept.length, 'backup')}`, table(kept, shown));
}
function keptReason({ action, reason }) {
    return 'keep' === action ? reason : `selected for deletion, but not deleted: ${reason}`;
}
const MAX_REASONS = 20;
const OUT_OF_SCOPE = 'not made by this repository';
function reasonsPart(report) {
    const kept = keptDecisions(report);
    if (0 === kept.length) return 'The list shows no backups.';
    const counts = new Map();
    for (const { reason } of kept){
        const group = (0, labels.Mx)(reason);
        counts.set(group, (counts.get(group) ?? 0) + 1);
    }
    const sorted = [
        ...counts
    ].sort(([, a], [, b])=>b - a);
    const lines = sorted.slice(0, MAX_REASONS).map(([reason, count])=>{
        const hint = reason === OUT_OF_SCOPE ? ' (`scope: server` would include them)' : '';
        return `${count} ${inlineText(reason)}${hint}`;
    });
    return blocks([
        `${(0, labels.LS)(kept.length, 'backup')} kept:`,
        bulletList(lines)
    ]);
}
/*! CONCATENATED MODULE: ./src/report/summary-entries.ts */ function progressOf(entry) {
    const status = statusLabelOf(entry);
    if ('unknown' === status) return 'unknown';
    if (null === entry.id || '' === status && null === entry.backup) return 'none';
    const state = classifyStatus(status);
    if ('pending' === state) return entry.isResumable ? 'unfinished' : 'failed';
    return 'completed' === state ? 'completed' : 'failed';
}
function hasFailed(entry) {
    return null !== entry.problem || [
        'failed',
        'unknown'
    ].includes(progressOf(entry));
}
function isReused({ backup }, report, run) {
    if ('create' !== report.operation || !report.reused) return false;
    const marker = (0, backups_marker.QS)(backup?.description ?? null, run);
    return null !== marker && marker.runId === run.runId && marker.attempt < run.attempt;
}
/*! CONCATENATED MODULE: ./src/report/summary-heading.ts */ function heading(report, outcome) {
    if (report.dryRun) return `### ${dryRunTitle(report, outcome)}`;
    return `### ${iconOf(report, outcome)} ${titleOf(report, outcome)}`;
}
function iconOf(report, outcome) {
    if (outcome.hasFailed) return "\u274C";
    return 'list' === report.operation && report.list?.complete === false ? "\u26A0\uFE0F" : "\u2705";
}
function dryRunTitle(report, { run, hasFailed: isFailed }) {
    if (isFailed) return "\u274C Dry run failed, nothing was changed";
    const plan = planOf(report, run);
    return null === plan ? 'Dry run: nothing to delete' : `Dry run: ${plan}, nothing was changed`;
}
function planOf(report, run) {
    const [first] = report.backups.values();
    if ('create' === report.operation && void 0 !== first) {
        if (report.backups.size > 1) return `backups of ${(0, labels.LS)(report.backups.size, 'server')} would be created`;
        if (isReused(first, report, run)) return `${backupOf(first)} would be reused`;
        return `a backup of ${serverTitle(first)} would be created`;
    }
    if ('restore' === report.operation && void 0 !== first) return `backup ${first.id} would be restored to ${serverTitle(first)}`;
    const backups = [
        ...report.deletions.values()
    ].map(({ backup })=>backup);
    if (0 === backups.length) return null;
    return `${(0, labels.LS)(backups.length, 'backup')}${summary_heading_ofServer(backups)} would be deleted`;
}
function titleOf(report, outcome) {
    switch(report.operation){
        case 'create':
        case 'wait':
            return waitedTitle(report, outcome);
        case 'restore':
            return restoreTitle(report, outcome.hasFailed);
        case 'delete':
        case 'prune':
            return deletionTitle(report, outcome.hasFailed);
        case 'list':
            return listTitle(report, outcome.hasFailed);
        case 'check':
            return checkTitle(report, outcome.hasFailed);
    }
}
function backupOf(entry) {
    return `backup ${entry.id} of ${serverTitle(entry)}`;
}
function summary_heading_ofServer(backups) {
    const [first] = backups;
    const isOne = void 0 !== first && backups.every((one)=>one.serverId === first.serverId);
    return isOne ? ` of ${serverTitle(first)}` : '';
}
function allOf(count, noun) {
    return 2 === count ? `Both ${noun}s` : `All ${(0, labels.LS)(count, noun)}`;
}
function butFailed(title, isFailed) {
    return isFailed ? `${title}, but the step failed` : title;
}
function waitedTitle(report, outcome) {
    const entries = [
        ...report.backups.values()
    ];
    const [only] = entries;
    if (void 0 === only) {
        const nothing = 'create' === report.operation ? 'No backup was created' : 'The wait failed';
        return outcome.hasFailed ? nothing : 'Done';
    }
    if (entries.length > 1) return fleetTitle(report, entries, outcome.hasFailed);
    if (isReused(only, report, outcome.run) && 'completed' === progressOf(only)) return butFailed(`Reused ${backupOf(only)}`, outcome.hasFailed);
    return singleTitle(only, outcome.hasFailed);
}
function singleTitle(entry, isFailed) {
    const backup = `Backup ${entry.id} of ${serverTitle(entry)}`;
    switch(progressOf(entry)){
        case 'completed':
            return butFailed(`${backup} completed`, isFailed);
        case 'unfinished':
            return isFailed ? `${backup} did not complete` : `${backup} started`;
        case 'failed':
            return `${backup} failed`;
        case 'unknown':
            return null === entry.id ? `Could not confirm whether a backup of ${serverTitle(entry)} was created` : `Could not confirm that backup ${entry.id} of ${serverTitle(entry)} completed`;
        case 'none':
            return null === entry.id ? `No backup of ${serverTitle(entry)} was created` : `Backup ${entry.id} was not found`;
    }
}
function fleetTitle({ operation }, entries, isFailed) {
    const noun = 'create' === operation ? 'server' : 'backup';
    const all = (0, labels.LS)(entries.length, noun);
    const verb = 'create' === operation ? 'backed up' : 'completed';
    const failed = entries.filter(hasFailed).length;
    if (failed > 0) return `${failed} of ${all} failed`;
    const completed = entries.filter((entry)=>'completed' === progressOf(entry)).length;
    if (completed === entries.length) return butFailed(`${allOf(entries.length, noun)} ${verb}`, isFailed);
    if (isFailed || 'wait' === operation) return `${completed} of ${all} ${verb}`;
    return `Backups of ${all} started`;
}
function restoreTitle({ backups, status }, isFailed) {
    const [target] = backups.values();
    if (void 0 === target) return 'Nothing was restored';
    const [id, server] = [
        target.id,
        serverTitle(target)
    ];
    switch(status){
        case 'restored':
            return butFailed(`Restored backup ${id} to ${server}`, isFailed);
        case 'accepted':
            {
                const accepted = `Restore of backup ${id} to ${server} was accepted`;
                return isFailed ? `${accepted}, but is not known to have completed` : accepted;
            }
        case 'unknown':
            return `The restore of backup ${id} to ${server} may have started`;
        case '':
            return `Nothing was restored to ${server}`;
    }
}
function deletionTitle({ deletions, backups, operation }, isFailed) {
    const all = [
        ...deletions.values()
    ];
    const count = (outcome)=>all.filter((deletion)=>deletion.outcome === outcome).length;
    if (0 === all.length) return isFailed ? 'Nothing was deleted' : 'Nothing to delete';
    const [first] = all;
    if (1 === all.length && first?.outcome === 'deleted' && !isFailed) return `Deleted backup ${first.backup.id} of ${serverTitle(first.backup)}`;
    const notTried = 'delete' === operation ? Math.max(0, backups.size - all.length) : 0;
    const notDeleted = count('failed') + notTried;
    const parts = [
        `${(0, labels.LS)(count('deleted'), 'backup')}${summary_heading_ofServer(all.map(({ backup })=>backup))} deleted`,
        0 === notDeleted ? '' : `${notDeleted} not deleted`,
        0 === count('unconfirmed') ? '' : `${count('unconfirmed')} may have been deleted`
    ];
    const title = parts.filter((part)=>'' !== part).join(', ');
    return butFailed(title, isFailed && count('deleted') === all.length + notTried);
}
function listTitle({ list }, isFailed) {
    if (null === list) return 'The backups could not be listed';
    const count = list.backups.length;
    const found = `${(0, labels.LS)(count, 'backup')}${summary_heading_ofServer(list.backups)}`;
    if (!list.complete) return `The list is incomplete: ${found} shown`;
    return butFailed(0 === count ? 'No backup found' : `${found} found`, isFailed);
}
function checkTitle({ checks }, isFailed) {
    const [only] = checks ?? [];
    if (null === checks || void 0 === only) return 'The check failed';
    const failed = checks.filter(({ ok })=>!ok).length;
    if (1 === checks.length) {
        const verdict = 0 === failed ? 'passed' : 'failed';
        return butFailed(`Check of ${serverTitle(only)} ${verdict}`, isFailed && 0 === failed);
    }
    const all = (0, labels.LS)(checks.length, 'server');
    if (failed > 0) return `${failed} of ${all} failed`;
    return butFailed(`${allOf(checks.length, 'server')} passed the check`, isFailed);
}
/*! CONCATENATED MODULE: ./src/report/summary-snippets.ts */ function existing(entries) {
    return entries.flatMap(({ id, serverId })=>null === id || null === serverId ? [] : [
            {
                id,
                serverId
            }
        ]);
}
const MAX_MATRIX_JOBS = 256;
const MAX_SNIPPET_BYTES = 100_000;
function step(inputs, { run, apiUrl }) {
    const all = {
        ...inputs,
        api_token: '${{ secrets.VPSORG_TOKEN }}',
        ...null === apiUrl ? {} : {
            api_url: plainOrQuoted(apiUrl)
        }
    };
    return [
        `- uses: ${run.actionRef}`,
        '  with:',
        ...Object.entries(all).map(([name, value])=>`    ${name}: ${value}`)
    ];
}
function plainOrQuoted(url) {
    return /^[\w.:/~%[\]-]+$/.test(url) ? url : JSON.stringify((0, sanitize.g$)(url));
}
function offer(intro, lines, isFolded) {
    const yaml = codeBlock('yaml', lines);
    if (Buffer.byteLength(yaml) > MAX_SNIPPET_BYTES) return `${intro}: too many for a snippet; the output \`backup_ids\` has all ids.`;
    return isFolded ? details(intro, yaml) : blocks([
        `${intro}:`,
        yaml
    ]);
}
function restoreSnippet({ backups: all, areCompleted }, context) {
    const backups = onePerServer(all);
    const [only] = backups;
    if (void 0 === only) return '';
    const when = areCompleted ? '' : ', once completed';
    if (backups.length > 1) {
        const intro = `To restore these ${backups.length} backups${when}, run this workflow`;
        return offer(intro, restoreWorkflow(backups, context), true);
    }
    const what = 1 === all.length ? 'this backup' : `backup ${only.id}`;
    return offer(`To restore ${what}${when}`, restoreStep(only, context), false);
}
function onePerServer(backups) {
    const counts = new Map();
    for (const { serverId } of backups)counts.set(serverId, (counts.get(serverId) ?? 0) + 1);
    return backups.filter(({ serverId })=>1 === counts.get(serverId));
}
function undoSnippet(safety, context) {
    return offer('To undo this restore', restoreStep(safety, context), false);
}
function restoreStep({ id, serverId }, context) {
    return step({
        operation: 'restore',
        server_id: serverId,
        backup_id: id
    }, context);
}
function restoreWorkflow(backups, context) {
    const jobs = Array.from({
        length: Math.ceil(backups.length / MAX_MATRIX_JOBS)
    }, (_, index)=>{
        const part = backups.slice(index * MAX_MATRIX_JOBS, (index + 1) * MAX_MATRIX_JOBS);
        return restoreJob(0 === index ? 'restore' : `restore-${index + 1}`, part, context);
    });
    return [
        'on: workflow_dispatch',
        'permissions: {}',
        'jobs:',
        ...jobs.flat()
    ];
}
function restoreJob(id, backups, context) {
    const inputs = {
        operation: 'restore',
        server_id: '${{ matrix.server_id }}',
        backup_id: '${{ matrix.backup_id }}'
    };
    return [
        `  ${id}:`,
        '    runs-on: ubuntu-latest',
        '    strategy:',
        '      fail-fast: false',
        '      matrix:',
        '        include:',
        ...backups.map((one)=>`          - { server_id: ${one.serverId}, backup_id: ${one.id} }`),
        '    steps:',
        ...step(inputs, context).map((line)=>`      ${line}`)
    ];
}
function resumeSnippet(backups, context) {
    if (0 === backups.length) return '';
    const servers = [
        ...new Set(backups.map(({ serverId })=>serverId))
    ];
    const inputs = {
        operation: 'wait',
        server_id: servers.join(','),
        backup_id: backups.map(({ id })=>id).join(',')
    };
    const what = 1 === backups.length ? 'this backup' : `these ${(0, labels.LS)(backups.length, 'backup')}`;
    return offer(`To wait until VPS.org completes ${what}`, step(inputs, context), false);
}
/*! CONCATENATED MODULE: ./src/report/summary-tables.ts */ const summary_tables_id = {
    title: 'Backup',
    cell: (entry)=>String(entry.id ?? '')
};
const summary_tables_server = {
    title: 'Server',
    cell: serverCell
};
const waited = {
    title: 'Waited',
    cell: ({ waitedMs })=>null === waitedMs ? '' : (0, labels.a3)(waitedMs)
};
const why = {
    title: 'Why',
    cell: ({ problem })=>(0, sanitize.aL)(problem?.split('\n', 1)[0] ?? '', MAX_PROBLEM_LENGTH)
};
const MAX_PROBLEM_LENGTH = 400;
const ICONS = {
    completed: "\u2705 ",
    unfinished: "\u23F3 ",
    failed: "\u274C ",
    unknown: "\u2753 ",
    none: ''
};
function statusCell(entry) {
    const status = (0, sanitize.aL)(statusLabelOf(entry), 60);
    if ('' === status) return hasFailed(entry) ? "\u274C no backup" : '';
    return `${ICONS[progressOf(entry)]}${status}`;
}
function backupsTable(report, frame) {
    const entries = [
        ...report.backups.values()
    ];
    if (entries.length > 1) {
        const columns = fleetColumns(report, frame);
        const [failed, others] = [
            entries.filter(hasFailed),
            entries.filter((one)=>!hasFailed(one))
        ];
        return blocks([
            failed,
            others
        ].map((rows)=>table(rows, columns)));
    }
    if (entries.every((entry)=>null === entry.id)) return '';
    const { state, created, size, text } = entryColumns(frame);
    return table(entries, [
        summary_tables_server,
        summary_tables_id,
        summary_tables_status(report, frame),
        state,
        created,
        size,
        waited,
        text
    ]);
}
function fleetColumns(report, frame) {
    const { state, size } = entryColumns(frame);
    const slots = ({ serverId })=>slotsCell(null === serverId ? null : report.slots.get(serverId));
    const slotsColumn = {
        title: 'Slots',
        cell: slots
    };
    return [
        summary_tables_server,
        summary_tables_id,
        summary_tables_status(report, frame),
        why,
        state,
        size,
        waited,
        slotsColumn
    ];
}
function summary_tables_status(report, { run }) {
    const suffix = (entry)=>isReused(entry, report, run) ? ' (reused)' : '';
    return {
        title: 'Status',
        cell: (entry)=>`${statusCell(entry)}${suffix(entry)}`
    };
}
function entryColumns(frame) {
    const { state, created, size, text, commit, run } = backupColumns(frame);
    const ofEntry = (column)=>columnOf(column, ({ backup })=>backup);
    return {
        state: ofEntry(state),
        created: ofEntry(created),
        size: ofEntry(size),
        text: ofEntry(text),
        commit: ofEntry(commit),
        run: ofEntry(run)
    };
}
function restoreTable(report, frame) {
    const [target] = report.backups.values();
    const { safety } = report;
    const rows = [
        target,
        safety
    ].filter((entry)=>null != entry);
    const role = (entry)=>{
        if (null === safety) return '';
        return entry === safety ? 'safety backup' : 'target';
    };
    const result = (entry)=>entry === safety ? statusCell(safety) : restoreStatus(report);
    const { state, created, size, text, commit, run } = entryColumns(frame);
    return table(rows, [
        {
            title: 'Role',
            cell: role
        },
        summary_tables_server,
        summary_tables_id,
        {
            title: 'Result',
            cell: result
        },
        state,
        created,
        size,
        text,
        commit,
        run,
        waited
    ]);
}
function restoreStatus({ status, dryRun, isDone }) {
    if ('' !== status) return status;
    return dryRun && isDone ? 'would be restored' : 'not restored';
}
function restoreLimits(report) {
    const { status, backups, dryRun, isDone } = report;
    const isPlanned = dryRun && isDone;
    if ('accepted' !== status && 'restored' !== status && !isPlanned) return '';
    const createdAtMs = [
        ...backups.values()
    ][0]?.backup?.createdAtMs ?? null;
    const since = null === createdAtMs ? 'after that backup' : `after ${formatDate(createdAtMs)} UTC`;
    const [isLost, are] = isPlanned ? [
        'would be lost',
        'would stay'
    ] : [
        'is lost',
        'are'
    ];
    return [
        `What was written to the server ${since} ${isLost}.`,
        `DNS records, other servers and outside services ${are} as they ${isPlanned ? 'are' : 'were'}.`
    ].join(' ');
}
function listPart({ list }, frame) {
    if (null === list) return '';
    const backups = [
        ...list.backups
    ].sort(newestFirst);
    const columns = backupColumns(frame);
    const { state, created, size, type, status, expires, text, commit, run } = columns;
    return blocks([
        list.complete ? '' : 'VPS.org did not return the complete list: there may be more backups.',
        table(backups, [
            columns.id,
            ...serverColumn(backups, columns.server, ({ serverId })=>serverId),
            state,
            created,
            size,
            status,
            type,
            expires,
            text,
            commit,
            run
        ])
    ]);
}
const MAX_SLOT_SERVERS = 10;
function slotsLine(report) {
    const all = [
        ...report.slots
    ].sort(([, a], [, b])=>b - a);
    const [only] = all;
    if (void 0 === only) return '';
    const [serverId, used] = only;
    if (1 === all.length) return `Slots: ${slotsCell(used)} used on server ${serverId}`;
    const shown = all.slice(0, MAX_SLOT_SERVERS).map(([of, count])=>`${slotsCell(count)} on ${of}`);
    const left = all.length - shown.length;
    const rest = 0 === left ? '' : ` and ${(0, labels.LS)(left, 'more server')}`;
    return `Slots used: ${shown.join(', ')}${rest}`;
}
function noteLine({ note }) {
    return null === note ? '' : `\u{26A0}\u{FE0F} ${inlineText(note)}`;
}
/*! CONCATENATED MODULE: ./src/report/summary.ts */ function renderSummary(report, context) {
    const { run, failure } = context;
    const title = heading(report, {
        run,
        hasFailed: null !== failure
    });
    const parts = [
        title,
        null === failure ? '' : quoteBlock(withoutTitle(failure, title)),
        ...resultParts(report, context),
        ...deletionParts(report, {
            run,
            now: report.now
        }),
        runLink(run)
    ];
    return `${blocks(parts)}\n`;
}
function withoutTitle(message, title) {
    const [first, ...others] = message.split('\n');
    return others.length > 0 && title.endsWith(` ${first}`.replace(/\.$/, '')) ? others.join('\n') : message;
}
function renderFailure(message) {
    return `${blocks([
        "### \u274C The step failed before it changed anything",
        quoteBlock(message)
    ])}\n`;
}
function resultParts(report, context) {
    const frame = {
        run: context.run,
        now: report.now
    };
    switch(report.operation){
        case 'create':
        case 'wait':
            return backupParts(report, context);
        case 'restore':
            return restoreParts(report, context);
        case 'list':
            return [
                slotsLine(report),
                listPart(report, frame)
            ];
        case 'check':
            return [
                checkTable(report)
            ];
        case 'delete':
        case 'prune':
            return [
                slotsLine(report)
            ];
    }
}
function backupParts(report, context) {
    const frame = {
        run: context.run,
        now: report.now
    };
    const entries = [
        ...report.backups.values()
    ];
    const facts = [
        backupsTable(report, frame),
        'create' === report.operation && entries.length > 1 ? '' : slotsLine(report)
    ];
    if (report.dryRun) return facts;
    const completed = entries.filter((entry)=>'completed' === progressOf(entry));
    const unfinished = entries.filter((entry)=>'unfinished' === progressOf(entry));
    const started = null === context.failure ? unfinished.filter((entry)=>!hasFailed(entry)) : [];
    return [
        ...facts,
        resumeSnippet(existing(unfinished), context),
        restoreSnippet({
            backups: existing(completed),
            areCompleted: true
        }, context),
        restoreSnippet({
            backups: existing(started),
            areCompleted: false
        }, context)
    ];
}
function restoreParts(report, context) {
    return [
        noteLine(report),
        restoreTable(report, {
            run: context.run,
            now: report.now
        }),
        restoreLimits(report),
        undoPart(report, context),
        slotsLine(report)
    ];
}
function undoPart({ safety, status, dryRun }, context) {
    if (dryRun) return '';
    const isUnderWay = 'accepted' === status || 'restored' === status;
    if (null === safety) return isUnderWay ? NO_SAFETY_BACKUP : '';
    const [backup] = existing([
        safety
    ]);
    if (void 0 === backup) return '';
    const progress = progressOf(safety);
    if ('unfinished' === progress) return resumeSnippet([
        backup
    ], context);
    return 'completed' === progress && '' !== status ? undoSnippet(backup, context) : '';
}
const NO_SAFETY_BACKUP = "This restore can't be undone: it was run without a safety backup (`safety_backup: true`).";
function deletionParts(report, frame) {
    const hasNone = 'prune' === report.operation && report.isDone && 0 === report.deletions.size;
    return [
        hasNone ? reasonsPart(report) : deletionsPart(report, frame),
        keptPart(report, frame)
    ];
}
function runLink(run) {
    if ('' === run.runId) return '';
    const number = /^\d+$/.test(run.runNumber) ? ` &#35;${run.runNumber}` : '';
    const label = `${inlineText(run.workflow || run.runId)}${number}`;
    const url = `${repositoryUrl(run)}/actions/runs/${run.runId}/attempts/${run.attempt}`;
    return `Run: ${markdown_link(label, url)}`;
}
/*! CONCATENATED MODULE: ./src/version.ts */ const version = '1.0.0';
/*! CONCATENATED MODULE: external "node:http" */ const external_node_http_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http");
var external_node_http_default = __nccwpck_require__.n(external_node_http_namespaceObject);
/*! CONCATENATED MODULE: external "node:https" */ const external_node_https_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:https");
var external_node_https_default = __nccwpck_require__.n(external_node_https_namespaceObject);
/*! CONCATENATED MODULE: external "node:net" */ const external_node_net_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:net");
/*! CONCATENATED MODULE: ./src/vpsorg/http.ts */ const MAX_RESPONSE_BYTES = 33554432;
const CANCEL_GRACE_MS = 1_000;
function createTransport(options) {
    return {
        send: (request)=>sendOne(request, options)
    };
}
async function sendOne(request, options) {
    const { clock, signal } = options;
    signal.throwIfAborted();
    const started = clock.now();
    const timeoutMs = Math.min(request.timeoutMs, (request.deadline ?? 1 / 0) - started);
    if (timeoutMs <= 0) throw new errors.Dr('TIMEOUT', false);
    request.onSend?.();
    const guard = guardRequest(request, timeoutMs, options);
    const log = (result)=>{
        const ms = Math.round(clock.now() - started);
        options.debug(`${request.method} ${request.path} -> ${result} (${ms} ms)`);
    };
    try {
        const exchange = options.exchange(request, guard.signal);
        const raw = await Promise.race([
            exchange,
            rejectOnAbort(guard.signal)
        ]);
        const response = await readResponse(raw, options.redact);
        const { reason } = guard.signal;
        if (!response.bodyComplete && 'GET' === request.method && reason instanceof src_errors.cc) throw reason;
        log(response.bodyComplete ? response.status : `${response.status}, incomplete`);
        return response;
    } catch (thrown) {
        const error = guard.signal.aborted ? guard.signal.reason : thrown;
        log(error instanceof errors.Dr ? error.code : 'cancelled');
        throw error;
    } finally{
        guard.release();
    }
}
function guardRequest({ method }, timeoutMs, { clock, signal }) {
    const abort = new AbortController();
    const timer = new AbortController();
    const abortAfter = (ms, reason)=>{
        clock.sleep(ms, timer.signal).then(()=>abort.abort(reason()), http_ignore);
    };
    const onCancel = ()=>abortAfter('GET' === method ? 0 : CANCEL_GRACE_MS, ()=>signal.reason);
    abortAfter(timeoutMs, ()=>new errors.Dr('TIMEOUT', true));
    signal.addEventListener('abort', onCancel, {
        once: true
    });
    return {
        signal: abort.signal,
        release: ()=>{
            timer.abort(DONE);
            signal.removeEventListener('abort', onCancel);
        }
    };
}
function rejectOnAbort(signal) {
    return new Promise((_, reject)=>{
        signal.addEventListener('abort', ()=>reject(signal.reason), {
            once: true
        });
    });
}
const DONE = 'the request is done';
function http_ignore() {}
async function readResponse(raw, redact) {
    const { status, headers } = raw;
    const { bytes, complete } = await raw.readBody();
    const encoding = headers['content-encoding'];
    const isRejected = status >= 400 && status < 500 && !isReadable(encoding);
    const decoded = isRejected ? '' : await decode(bytes, encoding);
    const bodyComplete = complete && null !== decoded;
    return {
        status,
        headers,
        body: redact(decoded ?? ''),
        bodyComplete
    };
}
async function decode(bytes, encoding = '') {
    const name = encoding.trim().toLowerCase();
    if ('' === name || 'identity' === name || 0 === bytes.length) return bytes.toString('utf8');
    if (!isReadable(name)) throw new errors.Dr('ENCODING', true, {
        subject: name
    });
    try {
        return (await Promise.resolve().then(__nccwpck_require__.t.bind(__nccwpck_require__, 522, 23))).gunzipSync(bytes, {
            maxOutputLength: MAX_RESPONSE_BYTES
        }).toString('utf8');
    } catch  {
        return null;
    }
}
function isReadable(encoding = '') {
    return [
        '',
        'identity',
        'gzip',
        'x-gzip'
    ].includes(encoding.trim().toLowerCase());
}
/*! CONCATENATED MODULE: ./src/vpsorg/proxy.ts */ function usableProxy(origin, env) {
    const url = new URL(origin);
    const names = 'https:' === url.protocol ? [
        'https_proxy',
        'HTTPS_PROXY'
    ] : [
        'http_proxy',
        'HTTP_PROXY'
    ];
    const name = names.find((one)=>env[one]);
    const value = void 0 === name ? '' : (env[name] ?? '').trim();
    if (void 0 === name || '' === value || checkBypass(url)) return null;
    const complete = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`;
    const proxy = URL.canParse(complete) ? new URL(complete) : null;
    if (null === proxy || '' === proxy.hostname || !/^https?:$/.test(proxy.protocol)) throw unusable(name, value, 'is not an http or https URL');
    if (!isDecodable(proxy.username) || !isDecodable(proxy.password)) throw unusable(name, value, 'has a % in its user or password that is not followed by two hex digits');
    env[name] = complete;
    return {
        label: `proxy ${proxy.protocol}//${proxy.host} (from ${name})`
    };
}
function unusable(name, value, why) {
    return new src_errors.lZ(`The proxy in ${name} can't be used: "${(0, sanitize.RW)(value)}" ${why}. No request was sent.`, `Set ${name} to a URL such as http://user:password@proxy.example:3128, with % in it as %25.`);
}
function isDecodable(text) {
    try {
        decodeURIComponent(text);
        return true;
    } catch  {
        return false;
    }
}
/*! CONCATENATED MODULE: ./src/vpsorg/exchange.ts */ const CONNECT_TIMEOUT_MS = 5_000;
const NODE_FIRST_MS = 200;
function createSocketExchange(options) {
    (0, external_node_net_namespaceObject.setDefaultAutoSelectFamilyAttemptTimeout)(CONNECT_TIMEOUT_MS);
    const proxy = usableProxy(options.origin, options.env);
    const isTls = 'https:' === new URL(options.origin).protocol;
    const kept = openConnections(isTls, true);
    const next = {
        signal: void 0,
        agent: kept.agent
    };
    const client = new lib_HttpClient(options.userAgent, [
        requestHandler(next)
    ], {
        allowRedirects: false,
        allowRetries: false
    });
    const exchange = async (request, signal)=>{
        const isKept = 'GET' === request.method && true !== request.newConnection;
        const connections = isKept ? kept : openConnections(isTls, false);
        next.signal = signal;
        next.agent = connections.agent;
        const body = void 0 === request.body ? null : JSON.stringify(request.body);
        const url = options.origin + request.path;
        try {
            const headers = headersOf(request, options.token);
            const { message } = await client.request(request.method, url, body, headers);
            return toRawResponse(message);
        } catch (error) {
            const wasSent = null !== proxy || isKept ? null : connections.wasOpened;
            throw toNetworkError(error, {
                url: new URL(url),
                proxy,
                wasSent
            });
        }
    };
    const close = ()=>{
        kept.agent.destroy();
        client.dispose();
    };
    return {
        exchange,
        close
    };
}
function headersOf(request, token) {
    return {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        accept: 'application/json',
        'accept-language': 'en',
        ...'GET' === request.method ? {
            'cache-control': 'no-cache',
            'accept-encoding': 'gzip'
        } : {}
    };
}
function openConnections(isTls, keepAlive) {
    const agent = isTls ? new (external_node_https_default()).Agent({
        keepAlive
    }) : new (external_node_http_default()).Agent({
        keepAlive
    });
    const connections = {
        agent,
        wasOpened: false
    };
    const connect = agent.createConnection.bind(agent);
    agent.createConnection = (options, callback)=>{
        const socket = connect(options, callback);
        socket?.once(isTls ? 'secureConnect' : 'connect', ()=>{
            connections.wasOpened = true;
        });
        if (socket instanceof external_node_net_namespaceObject.Socket) limitConnecting(socket);
        return socket;
    };
    return connections;
}
function limitConnecting(socket) {
    let timer;
    const fail = ()=>{
        const error = new Error('connect ETIMEDOUT');
        socket.destroy(Object.assign(error, {
            code: 'ETIMEDOUT',
            syscall: 'connect'
        }));
    };
    socket.on('connectionAttempt', ()=>{
        clearTimeout(timer);
        timer = setTimeout(fail, CONNECT_TIMEOUT_MS + NODE_FIRST_MS);
    });
    for (const event of [
        'connect',
        'close'
    ])socket.once(event, ()=>clearTimeout(timer));
}
function requestHandler(next) {
    return {
        prepareRequest (request) {
            if (void 0 !== next.signal) request.signal = next.signal;
            if (request.agent instanceof external_node_http_default().Agent) request.agent = next.agent;
            request.host = request.host?.replace(/^\[(.*)\]$/, '$1') ?? null;
        },
        canHandleAuthentication: ()=>false,
        handleAuthentication: ()=>Promise.reject(new Error('never asked for'))
    };
}
function toRawResponse(message) {
    const headers = Object.fromEntries(Object.entries(message.headers).map(([name, value])=>[
            name,
            [
                value
            ].flat().join(', ')
        ]));
    return {
        status: message.statusCode ?? 0,
        headers,
        readBody: ()=>readBody(message)
    };
}
function readBody(message) {
    return new Promise((resolve)=>{
        const chunks = [];
        let size = 0;
        const done = (complete)=>resolve({
                bytes: Buffer.concat(chunks),
                complete
            });
        message.on('data', (chunk)=>{
            size += chunk.length;
            chunks.push(chunk);
            if (size <= MAX_RESPONSE_BYTES) return;
            chunks.length = 0;
            message.destroy();
        });
        message.on('end', ()=>done(message.complete && size <= MAX_RESPONSE_BYTES));
        message.on('error', ()=>done(false));
        message.on('close', ()=>done(false));
    });
}
function toNetworkError(error, { url, proxy, wasSent }) {
    const tunnel = /^tunneling socket could not be established, (.*)$/s.exec(error.message ?? '');
    if (null !== tunnel) {
        const subject = `${proxy?.label ?? 'the proxy'} did not open a tunnel (${tunnel[1]})`;
        return new errors.Dr('PROXY', false, {
            subject,
            cause: error
        });
    }
    const code = error.errors?.[0]?.code ?? error.code ?? error.name ?? 'UNKNOWN';
    const isName = 'ENOTFOUND' === code || 'EAI_AGAIN' === code;
    const subject = isName || errors.kX.test(code) ? url.hostname : url.host;
    const maybeDelivered = wasSent ?? !isHandshake(code, error);
    return new errors.Dr(code, maybeDelivered, {
        subject,
        cause: error
    });
}
const NOT_CONNECTED = new Set([
    'ECONNREFUSED',
    'ENOTFOUND',
    'EAI_AGAIN'
]);
function isHandshake(code, { message = '' }) {
    if (NOT_CONNECTED.has(code) || errors.kX.test(code)) return true;
    return message.includes('before secure TLS connection was established');
}
/*! CONCATENATED MODULE: ./src/main.ts */ const USER_AGENT = `vps-backup-action/${version} (GitHub Action)`;
async function main(signal) {
    const tokens = maskTokens();
    const redact = (0, sanitize.lY)(tokens);
    const log = createLog(redact);
    try {
        const { run, warning } = loadRunContext(process.env);
        if (null !== warning) log.warning(warning);
        const get = (name)=>getInput(name, {
                trimWhitespace: false
            });
        const { inputs, warnings } = parseInputs({
            get,
            run,
            redact
        });
        for (const line of warnings)log.warning(line);
        await new Step(inputs, {
            run,
            log,
            signal,
            redact
        }).run();
    } catch (error) {
        log.fail((0, src_errors.gJ)(error));
        await writeSummary(redact(renderFailure((0, src_errors.gJ)(error))), log);
    }
}
function maskTokens() {
    const secrets = (0, sanitize.Fj)([
        getInput('api_token'),
        getInput('github_token')
    ]);
    for (const secret of secrets)core_setSecret(secret);
    return secrets;
}
class Step {
    inputs;
    options;
    #report;
    #writer;
    #open = [];
    constructor(inputs, options){
        this.inputs = inputs;
        this.options = options;
        this.#report = emptyReport(inputs.operation, 'dryRun' in inputs && inputs.dryRun);
        this.#writer = new OutputWriter(options.redact, process.env);
    }
    async run() {
        const { log, redact, run } = this.options;
        const failure = this.#withLostOutputs(await this.#outcome());
        for (const exchange of this.#open)exchange.close();
        if (null !== failure) log.fail(failure);
        const { apiUrl: url } = this.inputs;
        const apiUrl = url === INPUT_DEFAULTS.api_url ? null : url;
        await writeSummary(redact(renderSummary(this.#report, {
            run,
            apiUrl,
            failure
        })), log);
    }
    async #outcome() {
        const { signal } = this.options;
        try {
            const ctx = this.#context();
            const servers = await resolveServers(ctx, this.inputs);
            if (servers.length >= LARGE_FLEET) await keepYoungGenerationSmall();
            const operation = operations_OPERATIONS[this.inputs.operation];
            await operation(this.inputs, servers, ctx);
            signal.throwIfAborted();
            return null;
        } catch (error) {
            return error instanceof src_errors.cc ? cancellationMessage(error, this.#report) : (0, src_errors.gJ)(error);
        }
    }
    #withLostOutputs(failure) {
        this.#writer.write(toOutputs(this.#report));
        const lost = this.#writer.failure;
        if (null === lost) return failure;
        const changes = describeChanges(this.#report);
        const problem = `The outputs could not be written to GITHUB_OUTPUT (${lost}). ${changes}`;
        const { message } = new src_errors.lZ(problem, "Check the runner's disk.");
        return null === failure || failure.includes(lost) ? failure ?? message : `${failure}\n${message}`;
    }
    #context() {
        const { run, log, signal } = this.options;
        const { apiUrl, apiToken } = this.inputs;
        return createContext({
            ...{
                apiUrl,
                clock: systemClock,
                signal,
                log,
                run,
                report: this.#report
            },
            transport: this.#transport(apiUrl, apiToken),
            write: (report, all)=>this.#writer.write(toOutputs(report, all)),
            assertWritable: ()=>this.#writer.assertWritable(),
            newIdempotencyKey: ()=>(0, external_node_crypto_namespaceObject.randomBytes)(6).toString('hex'),
            random: Math.random,
            readServerState: this.#readServerState
        });
    }
    #transport(url, token) {
        const { origin } = new URL(url);
        const socket = createSocketExchange({
            origin,
            token,
            userAgent: USER_AGENT,
            env: process.env
        });
        this.#open.push(socket);
        const { signal, redact, log } = this.options;
        const { exchange } = socket;
        return createTransport({
            exchange,
            clock: systemClock,
            signal,
            redact,
            debug: log.debug
        });
    }
    #readServerState = async (environment, githubToken)=>{
        const { readServerState } = await __nccwpck_require__.e(665).then(__nccwpck_require__.bind(__nccwpck_require__, 665));
        const { run } = this.options;
        const { apiUrl, owner, repo } = run;
        const repository = {
            owner,
            repo
        };
        const connect = ()=>this.#transport(apiUrl, githubToken);
        return readServerState({
            apiUrl,
            repository,
            environment,
            run,
            connect,
            clock: systemClock
        });
    };
}
const LARGE_FLEET = 100;
async function keepYoungGenerationSmall() {
    const { setFlagsFromString } = await Promise.resolve().then(__nccwpck_require__.t.bind(__nccwpck_require__, 877, 23));
    setFlagsFromString('--semi-space-growth-factor=1');
}
async function writeSummary(markdown, log) {
    if (!process.env.GITHUB_STEP_SUMMARY) return;
    try {
        await summary.addRaw(markdown).write();
    } catch (error) {
        log.warning(`The job summary could not be written: ${(0, src_errors.gJ)(error)}`);
    }
}
/*! CONCATENATED MODULE: ./src/index.ts */ const FORCED_EXIT_AFTER_SIGNAL_MS = 1_700;
const cancellation = new AbortController();
(0, external_node_events_namespaceObject.setMaxListeners)(0, cancellation.signal);
for (const stream of [
    process.stdout,
    process.stderr
])stream.on('error', ()=>{});
for (const signal of [
    'SIGINT',
    'SIGTERM',
    'SIGHUP',
    'SIGBREAK'
])process.on(signal, ()=>{
    cancellation.abort(new src_errors.cc(signal));
    setTimeout(()=>exitHard(1), FORCED_EXIT_AFTER_SIGNAL_MS).unref();
});
main(cancellation.signal).catch((error)=>{
    console.error(error instanceof Error ? error.message : 'The action failed.');
    process.exitCode = 1;
}).finally(exitFlushed);
