import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 770:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

module.exports = __nccwpck_require__(218);


/***/ }),

/***/ 218:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {

var __webpack_unused_export__;


var net = __nccwpck_require__(278);
var tls = __nccwpck_require__(756);
var http = __nccwpck_require__(611);
var https = __nccwpck_require__(692);
var events = __nccwpck_require__(434);
var assert = __nccwpck_require__(613);
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

  self.on('free', function onFree(socket, host, port, localAddress) {
    var options = toOptions(host, port, localAddress);
    for (var i = 0, len = self.requests.length; i < len; ++i) {
      var pending = self.requests[i];
      if (pending.host === options.host && pending.port === options.port) {
        // Detect the request to connect same origin server,
        // reuse the connection.
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

TunnelingAgent.prototype.addRequest = function addRequest(req, host, port, localAddress) {
  var self = this;
  var options = mergeOptions({request: req}, self.options, toOptions(host, port, localAddress));

  if (self.sockets.length >= this.maxSockets) {
    // We are over limit so we'll add it to the queue.
    self.requests.push(options);
    return;
  }

  // If we are under maxSockets create a new one.
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

TunnelingAgent.prototype.createSocket = function createSocket(options, cb) {
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
  if (options.localAddress) {
    connectOptions.localAddress = options.localAddress;
  }
  if (connectOptions.proxyAuth) {
    connectOptions.headers = connectOptions.headers || {};
    connectOptions.headers['Proxy-Authorization'] = 'Basic ' +
        new Buffer(connectOptions.proxyAuth).toString('base64');
  }

  debug('making CONNECT request');
  var connectReq = self.request(connectOptions);
  connectReq.useChunkedEncodingByDefault = false; // for v0.6
  connectReq.once('response', onResponse); // for v0.6
  connectReq.once('upgrade', onUpgrade);   // for v0.6
  connectReq.once('connect', onConnect);   // for v0.7 or later
  connectReq.once('error', onError);
  connectReq.end();

  function onResponse(res) {
    // Very hacky. This is necessary to avoid http-parser leaks.
    res.upgrade = true;
  }

  function onUpgrade(res, socket, head) {
    // Hacky.
    process.nextTick(function() {
      onConnect(res, socket, head);
    });
  }

  function onConnect(res, socket, head) {
    connectReq.removeAllListeners();
    socket.removeAllListeners();

    if (res.statusCode !== 200) {
      debug('tunneling socket could not be established, statusCode=%d',
        res.statusCode);
      socket.destroy();
      var error = new Error('tunneling socket could not be established, ' +
        'statusCode=' + res.statusCode);
      error.code = 'ECONNRESET';
      options.request.emit('error', error);
      self.removeSocket(placeholder);
      return;
    }
    if (head.length > 0) {
      debug('got illegal response body from proxy');
      socket.destroy();
      var error = new Error('got illegal response body from proxy');
      error.code = 'ECONNRESET';
      options.request.emit('error', error);
      self.removeSocket(placeholder);
      return;
    }
    debug('tunneling connection has established');
    self.sockets[self.sockets.indexOf(placeholder)] = socket;
    return cb(socket);
  }

  function onError(cause) {
    connectReq.removeAllListeners();

    debug('tunneling socket could not be established, cause=%s\n',
          cause.message, cause.stack);
    var error = new Error('tunneling socket could not be established, ' +
                          'cause=' + cause.message);
    error.code = 'ECONNRESET';
    options.request.emit('error', error);
    self.removeSocket(placeholder);
  }
};

TunnelingAgent.prototype.removeSocket = function removeSocket(socket) {
  var pos = this.sockets.indexOf(socket)
  if (pos === -1) {
    return;
  }
  this.sockets.splice(pos, 1);

  var pending = this.requests.shift();
  if (pending) {
    // If we have pending requests and a socket gets closed a new one
    // needs to be created to take over in the pool for the one that closed.
    this.createSocket(pending, function(socket) {
      pending.request.onSocket(socket);
    });
  }
};

function createSecureSocket(options, cb) {
  var self = this;
  TunnelingAgent.prototype.createSocket.call(self, options, function(socket) {
    var hostHeader = options.request.getHeader('host');
    var tlsOptions = mergeOptions({}, self.options, {
      socket: socket,
      servername: hostHeader ? hostHeader.replace(/:.*$/, '') : options.host
    });

    // 0 is dummy port for v0.6
    var secureSocket = tls.connect(0, tlsOptions);
    self.sockets[self.sockets.indexOf(socket)] = secureSocket;
    cb(secureSocket);
  });
}


function toOptions(host, port, localAddress) {
  if (typeof host === 'string') { // since v0.10
    return {
      host: host,
      port: port,
      localAddress: localAddress
    };
  }
  return host; // for v0.11 or later
}

function mergeOptions(target) {
  for (var i = 1, len = arguments.length; i < len; ++i) {
    var overrides = arguments[i];
    if (typeof overrides === 'object') {
      var keys = Object.keys(overrides);
      for (var j = 0, keyLen = keys.length; j < keyLen; ++j) {
        var k = keys[j];
        if (overrides[k] !== undefined) {
          target[k] = overrides[k];
        }
      }
    }
  }
  return target;
}


var debug;
if (process.env.NODE_DEBUG && /\btunnel\b/.test(process.env.NODE_DEBUG)) {
  debug = function() {
    var args = Array.prototype.slice.call(arguments);
    if (typeof args[0] === 'string') {
      args[0] = 'TUNNEL: ' + args[0];
    } else {
      args.unshift('TUNNEL:');
    }
    console.error.apply(console, args);
  }
} else {
  debug = function() {};
}
__webpack_unused_export__ = debug; // for test


/***/ }),

/***/ 613:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("assert");

/***/ }),

/***/ 434:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("events");

/***/ }),

/***/ 611:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("http");

/***/ }),

/***/ 692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("https");

/***/ }),

/***/ 278:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("net");

/***/ }),

/***/ 756:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("tls");

/***/ }),

/***/ 23:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("util");

/***/ })

/******/ });
/************************************************************************/
/******/ // The module cache
/******/ var __webpack_module_cache__ = {};
/******/ 
/******/ // The require function
/******/ function __nccwpck_require__(moduleId) {
/******/ 	// Check if module is in cache
/******/ 	var cachedModule = __webpack_module_cache__[moduleId];
/******/ 	if (cachedModule !== undefined) {
/******/ 		return cachedModule.exports;
/******/ 	}
/******/ 	// Create a new module (and put it into the cache)
/******/ 	var module = __webpack_module_cache__[moduleId] = {
/******/ 		// no module.id needed
/******/ 		// no module.loaded needed
/******/ 		exports: {}
/******/ 	};
/******/ 
/******/ 	// Execute the module function
/******/ 	var threw = true;
/******/ 	try {
/******/ 		__webpack_modules__[moduleId](module, module.exports, __nccwpck_require__);
/******/ 		threw = false;
/******/ 	} finally {
/******/ 		if(threw) delete __webpack_module_cache__[moduleId];
/******/ 	}
/******/ 
/******/ 	// Return the exports of the module
/******/ 	return module.exports;
/******/ }
/******/ 
/************************************************************************/
/******/ /* webpack/runtime/asset-relocator-loader */
/******/ if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = decodeURIComponent(new URL('.', import.meta.url).pathname).slice(import.meta.url.match(/^file:\/\/\/\w:/) ? 1 : 0, -1) + "/";
/******/ 
/******/ /* webpack/runtime/create fake namespace object */
/******/ (() => {
/******/ 	var getProto = Object.getPrototypeOf ? (obj) => (Object.getPrototypeOf(obj)) : (obj) => (obj.__proto__);
/******/ 	var leafPrototypes;
/******/ 	// create a fake namespace object
/******/ 	// mode & 1: value is a module id, require it
/******/ 	// mode & 2: merge all properties of value into the ns
/******/ 	// mode & 4: return value when already ns object
/******/ 	// mode & 16: return value when it's Promise-like
/******/ 	// mode & 8|1: behave like require
/******/ 	__nccwpck_require__.t = function(value, mode) {
/******/ 		if(mode & 1) value = this(value);
/******/ 		if(mode & 8) return value;
/******/ 		if(typeof value === 'object' && value) {
/******/ 			if((mode & 4) && value.__esModule) return value;
/******/ 			if((mode & 16) && typeof value.then === 'function') return value;
/******/ 		}
/******/ 		var ns = Object.create(null);
/******/ 		__nccwpck_require__.r(ns);
/******/ 		var def = {};
/******/ 		leafPrototypes = leafPrototypes || [null, getProto({}), getProto([]), getProto(getProto)];
/******/ 		for(var current = mode & 2 && value; typeof current == 'object' && !~leafPrototypes.indexOf(current); current = getProto(current)) {
/******/ 			Object.getOwnPropertyNames(current).forEach((key) => (def[key] = () => (value[key])));
/******/ 		}
/******/ 		def['default'] = () => (value);
/******/ 		__nccwpck_require__.d(ns, def);
/******/ 		return ns;
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/define property getters */
/******/ (() => {
/******/ 	// define getter functions for harmony exports
/******/ 	__nccwpck_require__.d = (exports, definition) => {
/******/ 		for(var key in definition) {
/******/ 			if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
/******/ 				Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
/******/ 			}
/******/ 		}
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/hasOwnProperty shorthand */
/******/ (() => {
/******/ 	__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ })();
/******/ 
/******/ /* webpack/runtime/make namespace object */
/******/ (() => {
/******/ 	// define __esModule on exports
/******/ 	__nccwpck_require__.r = (exports) => {
/******/ 		if(typeof Symbol !== 'undefined' && Symbol.toStringTag) {
/******/ 			Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });
/******/ 		}
/******/ 		Object.defineProperty(exports, '__esModule', { value: true });
/******/ 	};
/******/ })();
/******/ 
/************************************************************************/
var __webpack_exports__ = {};

;// CONCATENATED MODULE: external "node:events"
const external_node_events_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:events");
;// CONCATENATED MODULE: ./src/errors.ts
/** The errors that a person may read. Each says what happened, to what, and what to do now. */
/** Inputs that are not allowed; no request was sent. */
class InputError extends Error {
    problems;
    constructor(problems) {
        super([
            `The inputs are not valid; no request was sent.`,
            ...problems.map((fault) => `- ${fault}`),
        ].join('\n'));
        this.problems = problems;
    }
}
/** An operation that did not do what was asked. What it learned before stands in the journal. */
class ActionError extends Error {
    /**
     * @param what what happened, to which backup on which server
     * @param hint what to do now
     */
    constructor(what, hint, options) {
        super(hint === '' ? what : `${what} ${hint}`, options);
    }
}
/** The runner, or a person, asked the step to end. */
class CancelledError extends Error {
    by;
    constructor(by) {
        super(`Cancelled by ${by}.`);
        this.by = by;
    }
}
/** Cancelled while an order was on its way, or its outcome not yet clear: it may have been accepted. */
class CancelledInFlight extends CancelledError {
}
/** Several servers or backups failed; each is told on a line of its own. */
function combineErrors(errors, of) {
    const [first] = errors;
    if (first !== undefined && of.count === 1)
        return first;
    const lines = errors.map((error) => `- ${error.message}`);
    return new ActionError([`${errors.length} of ${of.count} ${of.noun} failed.`, ...lines].join('\n'), '', { cause: errors });
}
/** The message of whatever was thrown. */
function errorMessage(error) {
    return error instanceof Error ? error.message : String(error);
}

;// CONCATENATED MODULE: external "node:crypto"
const external_node_crypto_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");
;// CONCATENATED MODULE: external "os"
const external_os_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("os");
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/utils.js
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */
/**
 * Sanitizes an input into a string so it can be passed into issueCommand safely
 * @param input input to sanitize into a string
 */
function utils_toCommandValue(input) {
    if (input === null || input === undefined) {
        return '';
    }
    else if (typeof input === 'string' || input instanceof String) {
        return input;
    }
    return JSON.stringify(input);
}
/**
 *
 * @param annotationProperties
 * @returns The command properties to send with the actual annotation command
 * See IssueCommandProperties: https://github.com/actions/runner/blob/main/src/Runner.Worker/ActionCommandManager.cs#L646
 */
function toCommandProperties(annotationProperties) {
    if (!Object.keys(annotationProperties).length) {
        return {};
    }
    return {
        title: annotationProperties.title,
        file: annotationProperties.file,
        line: annotationProperties.startLine,
        endLine: annotationProperties.endLine,
        col: annotationProperties.startColumn,
        endColumn: annotationProperties.endColumn
    };
}
//# sourceMappingURL=utils.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/command.js


/**
 * Issues a command to the GitHub Actions runner
 *
 * @param command - The command name to issue
 * @param properties - Additional properties for the command (key-value pairs)
 * @param message - The message to include with the command
 * @remarks
 * This function outputs a specially formatted string to stdout that the Actions
 * runner interprets as a command. These commands can control workflow behavior,
 * set outputs, create annotations, mask values, and more.
 *
 * Command Format:
 *   ::name key=value,key=value::message
 *
 * @example
 * ```typescript
 * // Issue a warning annotation
 * issueCommand('warning', {}, 'This is a warning message');
 * // Output: ::warning::This is a warning message
 *
 * // Set an environment variable
 * issueCommand('set-env', { name: 'MY_VAR' }, 'some value');
 * // Output: ::set-env name=MY_VAR::some value
 *
 * // Add a secret mask
 * issueCommand('add-mask', {}, 'secretValue123');
 * // Output: ::add-mask::secretValue123
 * ```
 *
 * @internal
 * This is an internal utility function that powers the public API functions
 * such as setSecret, warning, error, and exportVariable.
 */
function command_issueCommand(command, properties, message) {
    const cmd = new Command(command, properties, message);
    process.stdout.write(cmd.toString() + external_os_namespaceObject.EOL);
}
function command_issue(name, message = '') {
    command_issueCommand(name, {}, message);
}
const CMD_STRING = '::';
class Command {
    constructor(command, properties, message) {
        if (!command) {
            command = 'missing.command';
        }
        this.command = command;
        this.properties = properties;
        this.message = message;
    }
    toString() {
        let cmdStr = CMD_STRING + this.command;
        if (this.properties && Object.keys(this.properties).length > 0) {
            cmdStr += ' ';
            let first = true;
            for (const key in this.properties) {
                if (this.properties.hasOwnProperty(key)) {
                    const val = this.properties[key];
                    if (val) {
                        if (first) {
                            first = false;
                        }
                        else {
                            cmdStr += ',';
                        }
                        cmdStr += `${key}=${escapeProperty(val)}`;
                    }
                }
            }
        }
        cmdStr += `${CMD_STRING}${escapeData(this.message)}`;
        return cmdStr;
    }
}
function escapeData(s) {
    return utils_toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A');
}
function escapeProperty(s) {
    return utils_toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A')
        .replace(/:/g, '%3A')
        .replace(/,/g, '%2C');
}
//# sourceMappingURL=command.js.map
;// CONCATENATED MODULE: external "crypto"
const external_crypto_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("crypto");
;// CONCATENATED MODULE: external "fs"
const external_fs_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("fs");
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/file-command.js
// For internal use, subject to change.
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */




function file_command_issueFileCommand(command, message) {
    const filePath = process.env[`GITHUB_${command}`];
    if (!filePath) {
        throw new Error(`Unable to find environment variable for file command ${command}`);
    }
    if (!external_fs_namespaceObject.existsSync(filePath)) {
        throw new Error(`Missing file at path: ${filePath}`);
    }
    external_fs_namespaceObject.appendFileSync(filePath, `${utils_toCommandValue(message)}${external_os_namespaceObject.EOL}`, {
        encoding: 'utf8'
    });
}
function file_command_prepareKeyValueMessage(key, value) {
    const delimiter = `ghadelimiter_${external_crypto_namespaceObject.randomUUID()}`;
    const convertedValue = utils_toCommandValue(value);
    // These should realistically never happen, but just in case someone finds a
    // way to exploit uuid generation let's not allow keys or values that contain
    // the delimiter.
    if (key.includes(delimiter)) {
        throw new Error(`Unexpected input: name should not contain the delimiter "${delimiter}"`);
    }
    if (convertedValue.includes(delimiter)) {
        throw new Error(`Unexpected input: value should not contain the delimiter "${delimiter}"`);
    }
    return `${key}<<${delimiter}${external_os_namespaceObject.EOL}${convertedValue}${external_os_namespaceObject.EOL}${delimiter}`;
}
//# sourceMappingURL=file-command.js.map
;// CONCATENATED MODULE: external "path"
const external_path_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("path");
// EXTERNAL MODULE: external "http"
var external_http_ = __nccwpck_require__(611);
var external_http_namespaceObject = /*#__PURE__*/__nccwpck_require__.t(external_http_, 2);
// EXTERNAL MODULE: external "https"
var external_https_ = __nccwpck_require__(692);
var external_https_namespaceObject = /*#__PURE__*/__nccwpck_require__.t(external_https_, 2);
;// CONCATENATED MODULE: ./node_modules/@actions/http-client/lib/proxy.js
function getProxyUrl(reqUrl) {
    const usingSsl = reqUrl.protocol === 'https:';
    if (checkBypass(reqUrl)) {
        return undefined;
    }
    const proxyVar = (() => {
        if (usingSsl) {
            return process.env['https_proxy'] || process.env['HTTPS_PROXY'];
        }
        else {
            return process.env['http_proxy'] || process.env['HTTP_PROXY'];
        }
    })();
    if (proxyVar) {
        try {
            return new DecodedURL(proxyVar);
        }
        catch (_a) {
            if (!proxyVar.startsWith('http://') && !proxyVar.startsWith('https://'))
                return new DecodedURL(`http://${proxyVar}`);
        }
    }
    else {
        return undefined;
    }
}
function checkBypass(reqUrl) {
    if (!reqUrl.hostname) {
        return false;
    }
    const reqHost = reqUrl.hostname;
    if (isLoopbackAddress(reqHost)) {
        return true;
    }
    const noProxy = process.env['no_proxy'] || process.env['NO_PROXY'] || '';
    if (!noProxy) {
        return false;
    }
    // Determine the request port
    let reqPort;
    if (reqUrl.port) {
        reqPort = Number(reqUrl.port);
    }
    else if (reqUrl.protocol === 'http:') {
        reqPort = 80;
    }
    else if (reqUrl.protocol === 'https:') {
        reqPort = 443;
    }
    // Format the request hostname and hostname with port
    const upperReqHosts = [reqUrl.hostname.toUpperCase()];
    if (typeof reqPort === 'number') {
        upperReqHosts.push(`${upperReqHosts[0]}:${reqPort}`);
    }
    // Compare request host against noproxy
    for (const upperNoProxyItem of noProxy
        .split(',')
        .map(x => x.trim().toUpperCase())
        .filter(x => x)) {
        if (upperNoProxyItem === '*' ||
            upperReqHosts.some(x => x === upperNoProxyItem ||
                x.endsWith(`.${upperNoProxyItem}`) ||
                (upperNoProxyItem.startsWith('.') &&
                    x.endsWith(`${upperNoProxyItem}`)))) {
            return true;
        }
    }
    return false;
}
function isLoopbackAddress(host) {
    const hostLower = host.toLowerCase();
    return (hostLower === 'localhost' ||
        hostLower.startsWith('127.') ||
        hostLower.startsWith('[::1]') ||
        hostLower.startsWith('[0:0:0:0:0:0:0:1]'));
}
class DecodedURL extends URL {
    constructor(url, base) {
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
//# sourceMappingURL=proxy.js.map
// EXTERNAL MODULE: ./node_modules/tunnel/index.js
var tunnel = __nccwpck_require__(770);
;// CONCATENATED MODULE: ./src/stubs/undici.ts
/**
 * What the bundle holds instead of `undici` (see `paths` in tsconfig.json).
 *
 * `@actions/http-client` imports undici for one thing, a proxy for `fetch`, which this action never uses: its proxy support goes through
 * `tunnel`. Undici itself would be three quarters of the bundle and a third of the start-up.
 */
class ProxyAgent {
    constructor() {
        throw new Error('undici is not part of this bundle');
    }
}

;// CONCATENATED MODULE: ./node_modules/@actions/http-client/lib/index.js
/* eslint-disable @typescript-eslint/no-explicit-any */
var __awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};





var HttpCodes;
(function (HttpCodes) {
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
(function (Headers) {
    Headers["Accept"] = "accept";
    Headers["ContentType"] = "content-type";
})(Headers || (Headers = {}));
var MediaTypes;
(function (MediaTypes) {
    MediaTypes["ApplicationJson"] = "application/json";
})(MediaTypes || (MediaTypes = {}));
/**
 * Returns the proxy URL, depending upon the supplied url and proxy environment variables.
 * @param serverUrl  The server URL where the request will be sent. For example, https://api.github.com
 */
function lib_getProxyUrl(serverUrl) {
    const proxyUrl = pm.getProxyUrl(new URL(serverUrl));
    return proxyUrl ? proxyUrl.href : '';
}
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
const RetryableHttpVerbs = ['OPTIONS', 'GET', 'DELETE', 'HEAD'];
const ExponentialBackoffCeiling = 10;
const ExponentialBackoffTimeSlice = 5;
class HttpClientError extends Error {
    constructor(message, statusCode) {
        super(message);
        this.name = 'HttpClientError';
        this.statusCode = statusCode;
        Object.setPrototypeOf(this, HttpClientError.prototype);
    }
}
class HttpClientResponse {
    constructor(message) {
        this.message = message;
    }
    readBody() {
        return __awaiter(this, void 0, void 0, function* () {
            return new Promise((resolve) => __awaiter(this, void 0, void 0, function* () {
                let output = Buffer.alloc(0);
                this.message.on('data', (chunk) => {
                    output = Buffer.concat([output, chunk]);
                });
                this.message.on('end', () => {
                    resolve(output.toString());
                });
            }));
        });
    }
    readBodyBuffer() {
        return __awaiter(this, void 0, void 0, function* () {
            return new Promise((resolve) => __awaiter(this, void 0, void 0, function* () {
                const chunks = [];
                this.message.on('data', (chunk) => {
                    chunks.push(chunk);
                });
                this.message.on('end', () => {
                    resolve(Buffer.concat(chunks));
                });
            }));
        });
    }
}
function isHttps(requestUrl) {
    const parsedUrl = new URL(requestUrl);
    return parsedUrl.protocol === 'https:';
}
class lib_HttpClient {
    constructor(userAgent, handlers, requestOptions) {
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
            if (requestOptions.ignoreSslError != null) {
                this._ignoreSslError = requestOptions.ignoreSslError;
            }
            this._socketTimeout = requestOptions.socketTimeout;
            if (requestOptions.allowRedirects != null) {
                this._allowRedirects = requestOptions.allowRedirects;
            }
            if (requestOptions.allowRedirectDowngrade != null) {
                this._allowRedirectDowngrade = requestOptions.allowRedirectDowngrade;
            }
            if (requestOptions.maxRedirects != null) {
                this._maxRedirects = Math.max(requestOptions.maxRedirects, 0);
            }
            if (requestOptions.keepAlive != null) {
                this._keepAlive = requestOptions.keepAlive;
            }
            if (requestOptions.allowRetries != null) {
                this._allowRetries = requestOptions.allowRetries;
            }
            if (requestOptions.maxRetries != null) {
                this._maxRetries = requestOptions.maxRetries;
            }
        }
    }
    options(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('OPTIONS', requestUrl, null, additionalHeaders || {});
        });
    }
    get(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('GET', requestUrl, null, additionalHeaders || {});
        });
    }
    del(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('DELETE', requestUrl, null, additionalHeaders || {});
        });
    }
    post(requestUrl, data, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('POST', requestUrl, data, additionalHeaders || {});
        });
    }
    patch(requestUrl, data, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('PATCH', requestUrl, data, additionalHeaders || {});
        });
    }
    put(requestUrl, data, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('PUT', requestUrl, data, additionalHeaders || {});
        });
    }
    head(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('HEAD', requestUrl, null, additionalHeaders || {});
        });
    }
    sendStream(verb, requestUrl, stream, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request(verb, requestUrl, stream, additionalHeaders);
        });
    }
    /**
     * Gets a typed object from an endpoint
     * Be aware that not found returns a null.  Other errors (4xx, 5xx) reject the promise
     */
    getJson(requestUrl_1) {
        return __awaiter(this, arguments, void 0, function* (requestUrl, additionalHeaders = {}) {
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            const res = yield this.get(requestUrl, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    postJson(requestUrl_1, obj_1) {
        return __awaiter(this, arguments, void 0, function* (requestUrl, obj, additionalHeaders = {}) {
            const data = JSON.stringify(obj, null, 2);
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            additionalHeaders[Headers.ContentType] =
                this._getExistingOrDefaultContentTypeHeader(additionalHeaders, MediaTypes.ApplicationJson);
            const res = yield this.post(requestUrl, data, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    putJson(requestUrl_1, obj_1) {
        return __awaiter(this, arguments, void 0, function* (requestUrl, obj, additionalHeaders = {}) {
            const data = JSON.stringify(obj, null, 2);
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            additionalHeaders[Headers.ContentType] =
                this._getExistingOrDefaultContentTypeHeader(additionalHeaders, MediaTypes.ApplicationJson);
            const res = yield this.put(requestUrl, data, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    patchJson(requestUrl_1, obj_1) {
        return __awaiter(this, arguments, void 0, function* (requestUrl, obj, additionalHeaders = {}) {
            const data = JSON.stringify(obj, null, 2);
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            additionalHeaders[Headers.ContentType] =
                this._getExistingOrDefaultContentTypeHeader(additionalHeaders, MediaTypes.ApplicationJson);
            const res = yield this.patch(requestUrl, data, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    /**
     * Makes a raw http request.
     * All other methods such as get, post, patch, and request ultimately call this.
     * Prefer get, del, post and patch
     */
    request(verb, requestUrl, data, headers) {
        return __awaiter(this, void 0, void 0, function* () {
            if (this._disposed) {
                throw new Error('Client has already been disposed.');
            }
            const parsedUrl = new URL(requestUrl);
            let info = this._prepareRequest(verb, parsedUrl, headers);
            // Only perform retries on reads since writes may not be idempotent.
            const maxTries = this._allowRetries && RetryableHttpVerbs.includes(verb)
                ? this._maxRetries + 1
                : 1;
            let numTries = 0;
            let response;
            do {
                response = yield this.requestRaw(info, data);
                // Check if it's an authentication challenge
                if (response &&
                    response.message &&
                    response.message.statusCode === HttpCodes.Unauthorized) {
                    let authenticationHandler;
                    for (const handler of this.handlers) {
                        if (handler.canHandleAuthentication(response)) {
                            authenticationHandler = handler;
                            break;
                        }
                    }
                    if (authenticationHandler) {
                        return authenticationHandler.handleAuthentication(this, info, data);
                    }
                    else {
                        // We have received an unauthorized response but have no handlers to handle it.
                        // Let the response return to the caller.
                        return response;
                    }
                }
                let redirectsRemaining = this._maxRedirects;
                while (response.message.statusCode &&
                    HttpRedirectCodes.includes(response.message.statusCode) &&
                    this._allowRedirects &&
                    redirectsRemaining > 0) {
                    const redirectUrl = response.message.headers['location'];
                    if (!redirectUrl) {
                        // if there's no location to redirect to, we won't
                        break;
                    }
                    const parsedRedirectUrl = new URL(redirectUrl);
                    if (parsedUrl.protocol === 'https:' &&
                        parsedUrl.protocol !== parsedRedirectUrl.protocol &&
                        !this._allowRedirectDowngrade) {
                        throw new Error('Redirect from HTTPS to HTTP protocol. This downgrade is not allowed for security reasons. If you want to allow this behavior, set the allowRedirectDowngrade option to true.');
                    }
                    // we need to finish reading the response before reassigning response
                    // which will leak the open socket.
                    yield response.readBody();
                    // strip authorization header if redirected to a different hostname
                    if (parsedRedirectUrl.hostname !== parsedUrl.hostname) {
                        for (const header in headers) {
                            // header names are case insensitive
                            if (header.toLowerCase() === 'authorization') {
                                delete headers[header];
                            }
                        }
                    }
                    // let's make the request with the new redirectUrl
                    info = this._prepareRequest(verb, parsedRedirectUrl, headers);
                    response = yield this.requestRaw(info, data);
                    redirectsRemaining--;
                }
                if (!response.message.statusCode ||
                    !HttpResponseRetryCodes.includes(response.message.statusCode)) {
                    // If not a retry code, return immediately instead of retrying
                    return response;
                }
                numTries += 1;
                if (numTries < maxTries) {
                    yield response.readBody();
                    yield this._performExponentialBackoff(numTries);
                }
            } while (numTries < maxTries);
            return response;
        });
    }
    /**
     * Needs to be called if keepAlive is set to true in request options.
     */
    dispose() {
        if (this._agent) {
            this._agent.destroy();
        }
        this._disposed = true;
    }
    /**
     * Raw request.
     * @param info
     * @param data
     */
    requestRaw(info, data) {
        return __awaiter(this, void 0, void 0, function* () {
            return new Promise((resolve, reject) => {
                function callbackForResult(err, res) {
                    if (err) {
                        reject(err);
                    }
                    else if (!res) {
                        // If `err` is not passed, then `res` must be passed.
                        reject(new Error('Unknown error'));
                    }
                    else {
                        resolve(res);
                    }
                }
                this.requestRawWithCallback(info, data, callbackForResult);
            });
        });
    }
    /**
     * Raw request with callback.
     * @param info
     * @param data
     * @param onResult
     */
    requestRawWithCallback(info, data, onResult) {
        if (typeof data === 'string') {
            if (!info.options.headers) {
                info.options.headers = {};
            }
            info.options.headers['Content-Length'] = Buffer.byteLength(data, 'utf8');
        }
        let callbackCalled = false;
        function handleResult(err, res) {
            if (!callbackCalled) {
                callbackCalled = true;
                onResult(err, res);
            }
        }
        const req = info.httpModule.request(info.options, (msg) => {
            const res = new HttpClientResponse(msg);
            handleResult(undefined, res);
        });
        let socket;
        req.on('socket', sock => {
            socket = sock;
        });
        // If we ever get disconnected, we want the socket to timeout eventually
        req.setTimeout(this._socketTimeout || 3 * 60000, () => {
            if (socket) {
                socket.end();
            }
            handleResult(new Error(`Request timeout: ${info.options.path}`));
        });
        req.on('error', function (err) {
            // err has statusCode property
            // res should have headers
            handleResult(err);
        });
        if (data && typeof data === 'string') {
            req.write(data, 'utf8');
        }
        if (data && typeof data !== 'string') {
            data.on('close', function () {
                req.end();
            });
            data.pipe(req);
        }
        else {
            req.end();
        }
    }
    /**
     * Gets an http agent. This function is useful when you need an http agent that handles
     * routing through a proxy server - depending upon the url and proxy environment variables.
     * @param serverUrl  The server URL where the request will be sent. For example, https://api.github.com
     */
    getAgent(serverUrl) {
        const parsedUrl = new URL(serverUrl);
        return this._getAgent(parsedUrl);
    }
    getAgentDispatcher(serverUrl) {
        const parsedUrl = new URL(serverUrl);
        const proxyUrl = getProxyUrl(parsedUrl);
        const useProxy = proxyUrl && proxyUrl.hostname;
        if (!useProxy) {
            return;
        }
        return this._getProxyAgentDispatcher(parsedUrl, proxyUrl);
    }
    _prepareRequest(method, requestUrl, headers) {
        const info = {};
        info.parsedUrl = requestUrl;
        const usingSsl = info.parsedUrl.protocol === 'https:';
        info.httpModule = usingSsl ? external_https_namespaceObject : external_http_namespaceObject;
        const defaultPort = usingSsl ? 443 : 80;
        info.options = {};
        info.options.host = info.parsedUrl.hostname;
        info.options.port = info.parsedUrl.port
            ? parseInt(info.parsedUrl.port)
            : defaultPort;
        info.options.path =
            (info.parsedUrl.pathname || '') + (info.parsedUrl.search || '');
        info.options.method = method;
        info.options.headers = this._mergeHeaders(headers);
        if (this.userAgent != null) {
            info.options.headers['user-agent'] = this.userAgent;
        }
        info.options.agent = this._getAgent(info.parsedUrl);
        // gives handlers an opportunity to participate
        if (this.handlers) {
            for (const handler of this.handlers) {
                handler.prepareRequest(info.options);
            }
        }
        return info;
    }
    _mergeHeaders(headers) {
        if (this.requestOptions && this.requestOptions.headers) {
            return Object.assign({}, lowercaseKeys(this.requestOptions.headers), lowercaseKeys(headers || {}));
        }
        return lowercaseKeys(headers || {});
    }
    /**
     * Gets an existing header value or returns a default.
     * Handles converting number header values to strings since HTTP headers must be strings.
     * Note: This returns string | string[] since some headers can have multiple values.
     * For headers that must always be a single string (like Content-Type), use the
     * specialized _getExistingOrDefaultContentTypeHeader method instead.
     */
    _getExistingOrDefaultHeader(additionalHeaders, header, _default) {
        let clientHeader;
        if (this.requestOptions && this.requestOptions.headers) {
            const headerValue = lowercaseKeys(this.requestOptions.headers)[header];
            if (headerValue) {
                clientHeader =
                    typeof headerValue === 'number' ? headerValue.toString() : headerValue;
            }
        }
        const additionalValue = additionalHeaders[header];
        if (additionalValue !== undefined) {
            return typeof additionalValue === 'number'
                ? additionalValue.toString()
                : additionalValue;
        }
        if (clientHeader !== undefined) {
            return clientHeader;
        }
        return _default;
    }
    /**
     * Specialized version of _getExistingOrDefaultHeader for Content-Type header.
     * Always returns a single string (not an array) since Content-Type should be a single value.
     * Converts arrays to comma-separated strings and numbers to strings to ensure type safety.
     * This was split from _getExistingOrDefaultHeader to provide stricter typing for callers
     * that assign the result to places expecting a string (e.g., additionalHeaders[Headers.ContentType]).
     */
    _getExistingOrDefaultContentTypeHeader(additionalHeaders, _default) {
        let clientHeader;
        if (this.requestOptions && this.requestOptions.headers) {
            const headerValue = lowercaseKeys(this.requestOptions.headers)[Headers.ContentType];
            if (headerValue) {
                if (typeof headerValue === 'number') {
                    clientHeader = String(headerValue);
                }
                else if (Array.isArray(headerValue)) {
                    clientHeader = headerValue.join(', ');
                }
                else {
                    clientHeader = headerValue;
                }
            }
        }
        const additionalValue = additionalHeaders[Headers.ContentType];
        // Return the first non-undefined value, converting numbers or arrays to strings if necessary
        if (additionalValue !== undefined) {
            if (typeof additionalValue === 'number') {
                return String(additionalValue);
            }
            else if (Array.isArray(additionalValue)) {
                return additionalValue.join(', ');
            }
            else {
                return additionalValue;
            }
        }
        if (clientHeader !== undefined) {
            return clientHeader;
        }
        return _default;
    }
    _getAgent(parsedUrl) {
        let agent;
        const proxyUrl = getProxyUrl(parsedUrl);
        const useProxy = proxyUrl && proxyUrl.hostname;
        if (this._keepAlive && useProxy) {
            agent = this._proxyAgent;
        }
        if (!useProxy) {
            agent = this._agent;
        }
        // if agent is already assigned use that agent.
        if (agent) {
            return agent;
        }
        const usingSsl = parsedUrl.protocol === 'https:';
        let maxSockets = 100;
        if (this.requestOptions) {
            maxSockets = this.requestOptions.maxSockets || external_http_.globalAgent.maxSockets;
        }
        // This is `useProxy` again, but we need to check `proxyURl` directly for TypeScripts's flow analysis.
        if (proxyUrl && proxyUrl.hostname) {
            const agentOptions = {
                maxSockets,
                keepAlive: this._keepAlive,
                proxy: Object.assign(Object.assign({}, ((proxyUrl.username || proxyUrl.password) && {
                    proxyAuth: `${proxyUrl.username}:${proxyUrl.password}`
                })), { host: proxyUrl.hostname, port: proxyUrl.port })
            };
            let tunnelAgent;
            const overHttps = proxyUrl.protocol === 'https:';
            if (usingSsl) {
                tunnelAgent = overHttps ? tunnel.httpsOverHttps : tunnel.httpsOverHttp;
            }
            else {
                tunnelAgent = overHttps ? tunnel.httpOverHttps : tunnel.httpOverHttp;
            }
            agent = tunnelAgent(agentOptions);
            this._proxyAgent = agent;
        }
        // if tunneling agent isn't assigned create a new agent
        if (!agent) {
            const options = { keepAlive: this._keepAlive, maxSockets };
            agent = usingSsl ? new external_https_.Agent(options) : new external_http_.Agent(options);
            this._agent = agent;
        }
        if (usingSsl && this._ignoreSslError) {
            // we don't want to set NODE_TLS_REJECT_UNAUTHORIZED=0 since that will affect request for entire process
            // http.RequestOptions doesn't expose a way to modify RequestOptions.agent.options
            // we have to cast it to any and change it directly
            agent.options = Object.assign(agent.options || {}, {
                rejectUnauthorized: false
            });
        }
        return agent;
    }
    _getProxyAgentDispatcher(parsedUrl, proxyUrl) {
        let proxyAgent;
        if (this._keepAlive) {
            proxyAgent = this._proxyAgentDispatcher;
        }
        // if agent is already assigned use that agent.
        if (proxyAgent) {
            return proxyAgent;
        }
        const usingSsl = parsedUrl.protocol === 'https:';
        proxyAgent = new ProxyAgent(Object.assign({ uri: proxyUrl.href, pipelining: !this._keepAlive ? 0 : 1 }, ((proxyUrl.username || proxyUrl.password) && {
            token: `Basic ${Buffer.from(`${proxyUrl.username}:${proxyUrl.password}`).toString('base64')}`
        })));
        this._proxyAgentDispatcher = proxyAgent;
        if (usingSsl && this._ignoreSslError) {
            // we don't want to set NODE_TLS_REJECT_UNAUTHORIZED=0 since that will affect request for entire process
            // http.RequestOptions doesn't expose a way to modify RequestOptions.agent.options
            // we have to cast it to any and change it directly
            proxyAgent.options = Object.assign(proxyAgent.options.requestTls || {}, {
                rejectUnauthorized: false
            });
        }
        return proxyAgent;
    }
    _getUserAgentWithOrchestrationId(userAgent) {
        const baseUserAgent = userAgent || 'actions/http-client';
        const orchId = process.env['ACTIONS_ORCHESTRATION_ID'];
        if (orchId) {
            // Sanitize the orchestration ID to ensure it contains only valid characters
            // Valid characters: 0-9, a-z, _, -, .
            const sanitizedId = orchId.replace(/[^a-z0-9_.-]/gi, '_');
            return `${baseUserAgent} actions_orchestration_id/${sanitizedId}`;
        }
        return baseUserAgent;
    }
    _performExponentialBackoff(retryNumber) {
        return __awaiter(this, void 0, void 0, function* () {
            retryNumber = Math.min(ExponentialBackoffCeiling, retryNumber);
            const ms = ExponentialBackoffTimeSlice * Math.pow(2, retryNumber);
            return new Promise(resolve => setTimeout(() => resolve(), ms));
        });
    }
    _processResponse(res, options) {
        return __awaiter(this, void 0, void 0, function* () {
            return new Promise((resolve, reject) => __awaiter(this, void 0, void 0, function* () {
                const statusCode = res.message.statusCode || 0;
                const response = {
                    statusCode,
                    result: null,
                    headers: {}
                };
                // not found leads to null obj returned
                if (statusCode === HttpCodes.NotFound) {
                    resolve(response);
                }
                // get the result from the body
                function dateTimeDeserializer(key, value) {
                    if (typeof value === 'string') {
                        const a = new Date(value);
                        if (!isNaN(a.valueOf())) {
                            return a;
                        }
                    }
                    return value;
                }
                let obj;
                let contents;
                try {
                    contents = yield res.readBody();
                    if (contents && contents.length > 0) {
                        if (options && options.deserializeDates) {
                            obj = JSON.parse(contents, dateTimeDeserializer);
                        }
                        else {
                            obj = JSON.parse(contents);
                        }
                        response.result = obj;
                    }
                    response.headers = res.message.headers;
                }
                catch (err) {
                    // Invalid resource (contents not json);  leaving result obj null
                }
                // note that 3xx redirects are handled by the http layer.
                if (statusCode > 299) {
                    let msg;
                    // if exception/error in body, attempt to get better error
                    if (obj && obj.message) {
                        msg = obj.message;
                    }
                    else if (contents && contents.length > 0) {
                        // it may be the case that the exception is in the body message as string
                        msg = contents;
                    }
                    else {
                        msg = `Failed request: (${statusCode})`;
                    }
                    const err = new HttpClientError(msg, statusCode);
                    err.result = response.result;
                    reject(err);
                }
                else {
                    resolve(response);
                }
            }));
        });
    }
}
const lowercaseKeys = (obj) => Object.keys(obj).reduce((c, k) => ((c[k.toLowerCase()] = obj[k]), c), {});
//# sourceMappingURL=index.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/http-client/lib/auth.js
var auth_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};
class BasicCredentialHandler {
    constructor(username, password) {
        this.username = username;
        this.password = password;
    }
    prepareRequest(options) {
        if (!options.headers) {
            throw Error('The request has no headers');
        }
        options.headers['Authorization'] = `Basic ${Buffer.from(`${this.username}:${this.password}`).toString('base64')}`;
    }
    // This handler cannot handle 401
    canHandleAuthentication() {
        return false;
    }
    handleAuthentication() {
        return auth_awaiter(this, void 0, void 0, function* () {
            throw new Error('not implemented');
        });
    }
}
class auth_BearerCredentialHandler {
    constructor(token) {
        this.token = token;
    }
    // currently implements pre-authorization
    // TODO: support preAuth = false where it hooks on 401
    prepareRequest(options) {
        if (!options.headers) {
            throw Error('The request has no headers');
        }
        options.headers['Authorization'] = `Bearer ${this.token}`;
    }
    // This handler cannot handle 401
    canHandleAuthentication() {
        return false;
    }
    handleAuthentication() {
        return auth_awaiter(this, void 0, void 0, function* () {
            throw new Error('not implemented');
        });
    }
}
class PersonalAccessTokenCredentialHandler {
    constructor(token) {
        this.token = token;
    }
    // currently implements pre-authorization
    // TODO: support preAuth = false where it hooks on 401
    prepareRequest(options) {
        if (!options.headers) {
            throw Error('The request has no headers');
        }
        options.headers['Authorization'] = `Basic ${Buffer.from(`PAT:${this.token}`).toString('base64')}`;
    }
    // This handler cannot handle 401
    canHandleAuthentication() {
        return false;
    }
    handleAuthentication() {
        return auth_awaiter(this, void 0, void 0, function* () {
            throw new Error('not implemented');
        });
    }
}
//# sourceMappingURL=auth.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/oidc-utils.js
var oidc_utils_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};



class oidc_utils_OidcClient {
    static createHttpClient(allowRetry = true, maxRetry = 10) {
        const requestOptions = {
            allowRetries: allowRetry,
            maxRetries: maxRetry
        };
        return new HttpClient('actions/oidc-client', [new BearerCredentialHandler(oidc_utils_OidcClient.getRequestToken())], requestOptions);
    }
    static getRequestToken() {
        const token = process.env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'];
        if (!token) {
            throw new Error('Unable to get ACTIONS_ID_TOKEN_REQUEST_TOKEN env variable');
        }
        return token;
    }
    static getIDTokenUrl() {
        const runtimeUrl = process.env['ACTIONS_ID_TOKEN_REQUEST_URL'];
        if (!runtimeUrl) {
            throw new Error('Unable to get ACTIONS_ID_TOKEN_REQUEST_URL env variable');
        }
        return runtimeUrl;
    }
    static getCall(id_token_url) {
        return oidc_utils_awaiter(this, void 0, void 0, function* () {
            var _a;
            const httpclient = oidc_utils_OidcClient.createHttpClient();
            const res = yield httpclient
                .getJson(id_token_url)
                .catch(error => {
                throw new Error(`Failed to get ID Token. \n 
        Error Code : ${error.statusCode}\n 
        Error Message: ${error.message}`);
            });
            const id_token = (_a = res.result) === null || _a === void 0 ? void 0 : _a.value;
            if (!id_token) {
                throw new Error('Response json body do not have ID Token field');
            }
            return id_token;
        });
    }
    static getIDToken(audience) {
        return oidc_utils_awaiter(this, void 0, void 0, function* () {
            try {
                // New ID Token is requested from action service
                let id_token_url = oidc_utils_OidcClient.getIDTokenUrl();
                if (audience) {
                    const encodedAudience = encodeURIComponent(audience);
                    id_token_url = `${id_token_url}&audience=${encodedAudience}`;
                }
                debug(`ID token url is ${id_token_url}`);
                const id_token = yield oidc_utils_OidcClient.getCall(id_token_url);
                setSecret(id_token);
                return id_token;
            }
            catch (error) {
                throw new Error(`Error message: ${error.message}`);
            }
        });
    }
}
//# sourceMappingURL=oidc-utils.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/summary.js
var summary_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


const { access, appendFile, writeFile } = external_fs_namespaceObject.promises;
const SUMMARY_ENV_VAR = 'GITHUB_STEP_SUMMARY';
const SUMMARY_DOCS_URL = 'https://docs.github.com/actions/using-workflows/workflow-commands-for-github-actions#adding-a-job-summary';
class Summary {
    constructor() {
        this._buffer = '';
    }
    /**
     * Finds the summary file path from the environment, rejects if env var is not found or file does not exist
     * Also checks r/w permissions.
     *
     * @returns step summary file path
     */
    filePath() {
        return summary_awaiter(this, void 0, void 0, function* () {
            if (this._filePath) {
                return this._filePath;
            }
            const pathFromEnv = process.env[SUMMARY_ENV_VAR];
            if (!pathFromEnv) {
                throw new Error(`Unable to find environment variable for $${SUMMARY_ENV_VAR}. Check if your runtime environment supports job summaries.`);
            }
            try {
                yield access(pathFromEnv, external_fs_namespaceObject.constants.R_OK | external_fs_namespaceObject.constants.W_OK);
            }
            catch (_a) {
                throw new Error(`Unable to access summary file: '${pathFromEnv}'. Check if the file has correct read/write permissions.`);
            }
            this._filePath = pathFromEnv;
            return this._filePath;
        });
    }
    /**
     * Wraps content in an HTML tag, adding any HTML attributes
     *
     * @param {string} tag HTML tag to wrap
     * @param {string | null} content content within the tag
     * @param {[attribute: string]: string} attrs key-value list of HTML attributes to add
     *
     * @returns {string} content wrapped in HTML element
     */
    wrap(tag, content, attrs = {}) {
        const htmlAttrs = Object.entries(attrs)
            .map(([key, value]) => ` ${key}="${value}"`)
            .join('');
        if (!content) {
            return `<${tag}${htmlAttrs}>`;
        }
        return `<${tag}${htmlAttrs}>${content}</${tag}>`;
    }
    /**
     * Writes text in the buffer to the summary buffer file and empties buffer. Will append by default.
     *
     * @param {SummaryWriteOptions} [options] (optional) options for write operation
     *
     * @returns {Promise<Summary>} summary instance
     */
    write(options) {
        return summary_awaiter(this, void 0, void 0, function* () {
            const overwrite = !!(options === null || options === void 0 ? void 0 : options.overwrite);
            const filePath = yield this.filePath();
            const writeFunc = overwrite ? writeFile : appendFile;
            yield writeFunc(filePath, this._buffer, { encoding: 'utf8' });
            return this.emptyBuffer();
        });
    }
    /**
     * Clears the summary buffer and wipes the summary file
     *
     * @returns {Summary} summary instance
     */
    clear() {
        return summary_awaiter(this, void 0, void 0, function* () {
            return this.emptyBuffer().write({ overwrite: true });
        });
    }
    /**
     * Returns the current summary buffer as a string
     *
     * @returns {string} string of summary buffer
     */
    stringify() {
        return this._buffer;
    }
    /**
     * If the summary buffer is empty
     *
     * @returns {boolen} true if the buffer is empty
     */
    isEmptyBuffer() {
        return this._buffer.length === 0;
    }
    /**
     * Resets the summary buffer without writing to summary file
     *
     * @returns {Summary} summary instance
     */
    emptyBuffer() {
        this._buffer = '';
        return this;
    }
    /**
     * Adds raw text to the summary buffer
     *
     * @param {string} text content to add
     * @param {boolean} [addEOL=false] (optional) append an EOL to the raw text (default: false)
     *
     * @returns {Summary} summary instance
     */
    addRaw(text, addEOL = false) {
        this._buffer += text;
        return addEOL ? this.addEOL() : this;
    }
    /**
     * Adds the operating system-specific end-of-line marker to the buffer
     *
     * @returns {Summary} summary instance
     */
    addEOL() {
        return this.addRaw(external_os_namespaceObject.EOL);
    }
    /**
     * Adds an HTML codeblock to the summary buffer
     *
     * @param {string} code content to render within fenced code block
     * @param {string} lang (optional) language to syntax highlight code
     *
     * @returns {Summary} summary instance
     */
    addCodeBlock(code, lang) {
        const attrs = Object.assign({}, (lang && { lang }));
        const element = this.wrap('pre', this.wrap('code', code), attrs);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML list to the summary buffer
     *
     * @param {string[]} items list of items to render
     * @param {boolean} [ordered=false] (optional) if the rendered list should be ordered or not (default: false)
     *
     * @returns {Summary} summary instance
     */
    addList(items, ordered = false) {
        const tag = ordered ? 'ol' : 'ul';
        const listItems = items.map(item => this.wrap('li', item)).join('');
        const element = this.wrap(tag, listItems);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML table to the summary buffer
     *
     * @param {SummaryTableCell[]} rows table rows
     *
     * @returns {Summary} summary instance
     */
    addTable(rows) {
        const tableBody = rows
            .map(row => {
            const cells = row
                .map(cell => {
                if (typeof cell === 'string') {
                    return this.wrap('td', cell);
                }
                const { header, data, colspan, rowspan } = cell;
                const tag = header ? 'th' : 'td';
                const attrs = Object.assign(Object.assign({}, (colspan && { colspan })), (rowspan && { rowspan }));
                return this.wrap(tag, data, attrs);
            })
                .join('');
            return this.wrap('tr', cells);
        })
            .join('');
        const element = this.wrap('table', tableBody);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds a collapsable HTML details element to the summary buffer
     *
     * @param {string} label text for the closed state
     * @param {string} content collapsable content
     *
     * @returns {Summary} summary instance
     */
    addDetails(label, content) {
        const element = this.wrap('details', this.wrap('summary', label) + content);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML image tag to the summary buffer
     *
     * @param {string} src path to the image you to embed
     * @param {string} alt text description of the image
     * @param {SummaryImageOptions} options (optional) addition image attributes
     *
     * @returns {Summary} summary instance
     */
    addImage(src, alt, options) {
        const { width, height } = options || {};
        const attrs = Object.assign(Object.assign({}, (width && { width })), (height && { height }));
        const element = this.wrap('img', null, Object.assign({ src, alt }, attrs));
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML section heading element
     *
     * @param {string} text heading text
     * @param {number | string} [level=1] (optional) the heading level, default: 1
     *
     * @returns {Summary} summary instance
     */
    addHeading(text, level) {
        const tag = `h${level}`;
        const allowedTag = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].includes(tag)
            ? tag
            : 'h1';
        const element = this.wrap(allowedTag, text);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML thematic break (<hr>) to the summary buffer
     *
     * @returns {Summary} summary instance
     */
    addSeparator() {
        const element = this.wrap('hr', null);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML line break (<br>) to the summary buffer
     *
     * @returns {Summary} summary instance
     */
    addBreak() {
        const element = this.wrap('br', null);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML blockquote to the summary buffer
     *
     * @param {string} text quote text
     * @param {string} cite (optional) citation url
     *
     * @returns {Summary} summary instance
     */
    addQuote(text, cite) {
        const attrs = Object.assign({}, (cite && { cite }));
        const element = this.wrap('blockquote', text, attrs);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML anchor tag to the summary buffer
     *
     * @param {string} text link text/content
     * @param {string} href hyperlink
     *
     * @returns {Summary} summary instance
     */
    addLink(text, href) {
        const element = this.wrap('a', text, { href });
        return this.addRaw(element).addEOL();
    }
}
const _summary = new Summary();
/**
 * @deprecated use `core.summary`
 */
const markdownSummary = (/* unused pure expression or super */ null && (_summary));
const summary = _summary;
//# sourceMappingURL=summary.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/path-utils.js

/**
 * toPosixPath converts the given path to the posix form. On Windows, \\ will be
 * replaced with /.
 *
 * @param pth. Path to transform.
 * @return string Posix path.
 */
function toPosixPath(pth) {
    return pth.replace(/[\\]/g, '/');
}
/**
 * toWin32Path converts the given path to the win32 form. On Linux, / will be
 * replaced with \\.
 *
 * @param pth. Path to transform.
 * @return string Win32 path.
 */
function toWin32Path(pth) {
    return pth.replace(/[/]/g, '\\');
}
/**
 * toPlatformPath converts the given path to a platform-specific path. It does
 * this by replacing instances of / and \ with the platform-specific path
 * separator.
 *
 * @param pth The path to platformize.
 * @return string The platform-specific path.
 */
function toPlatformPath(pth) {
    return pth.replace(/[/\\]/g, path.sep);
}
//# sourceMappingURL=path-utils.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/platform.js
var platform_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


const getWindowsInfo = () => platform_awaiter(void 0, void 0, void 0, function* () {
    const { stdout: version } = yield exec.getExecOutput('powershell -command "(Get-CimInstance -ClassName Win32_OperatingSystem).Version"', undefined, {
        silent: true
    });
    const { stdout: name } = yield exec.getExecOutput('powershell -command "(Get-CimInstance -ClassName Win32_OperatingSystem).Caption"', undefined, {
        silent: true
    });
    return {
        name: name.trim(),
        version: version.trim()
    };
});
const getMacOsInfo = () => platform_awaiter(void 0, void 0, void 0, function* () {
    var _a, _b, _c, _d;
    const { stdout } = yield exec.getExecOutput('sw_vers', undefined, {
        silent: true
    });
    const version = (_b = (_a = stdout.match(/ProductVersion:\s*(.+)/)) === null || _a === void 0 ? void 0 : _a[1]) !== null && _b !== void 0 ? _b : '';
    const name = (_d = (_c = stdout.match(/ProductName:\s*(.+)/)) === null || _c === void 0 ? void 0 : _c[1]) !== null && _d !== void 0 ? _d : '';
    return {
        name,
        version
    };
});
const getLinuxInfo = () => platform_awaiter(void 0, void 0, void 0, function* () {
    const { stdout } = yield exec.getExecOutput('lsb_release', ['-i', '-r', '-s'], {
        silent: true
    });
    const [name, version] = stdout.trim().split('\n');
    return {
        name,
        version
    };
});
const platform = external_os_namespaceObject.platform();
const arch = external_os_namespaceObject.arch();
const isWindows = platform === 'win32';
const isMacOS = platform === 'darwin';
const isLinux = platform === 'linux';
function getDetails() {
    return platform_awaiter(this, void 0, void 0, function* () {
        return Object.assign(Object.assign({}, (yield (isWindows
            ? getWindowsInfo()
            : isMacOS
                ? getMacOsInfo()
                : getLinuxInfo()))), { platform,
            arch,
            isWindows,
            isMacOS,
            isLinux });
    });
}
//# sourceMappingURL=platform.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/core.js
var core_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};






/**
 * The code to exit an action
 */
var ExitCode;
(function (ExitCode) {
    /**
     * A code indicating that the action was successful
     */
    ExitCode[ExitCode["Success"] = 0] = "Success";
    /**
     * A code indicating that the action was a failure
     */
    ExitCode[ExitCode["Failure"] = 1] = "Failure";
})(ExitCode || (ExitCode = {}));
//-----------------------------------------------------------------------
// Variables
//-----------------------------------------------------------------------
/**
 * Sets env variable for this action and future actions in the job
 * @param name the name of the variable to set
 * @param val the value of the variable. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function exportVariable(name, val) {
    const convertedVal = toCommandValue(val);
    process.env[name] = convertedVal;
    const filePath = process.env['GITHUB_ENV'] || '';
    if (filePath) {
        return issueFileCommand('ENV', prepareKeyValueMessage(name, val));
    }
    issueCommand('set-env', { name }, convertedVal);
}
/**
 * Registers a secret which will get masked from logs
 *
 * @param secret - Value of the secret to be masked
 * @remarks
 * This function instructs the Actions runner to mask the specified value in any
 * logs produced during the workflow run. Once registered, the secret value will
 * be replaced with asterisks (***) whenever it appears in console output, logs,
 * or error messages.
 *
 * This is useful for protecting sensitive information such as:
 * - API keys
 * - Access tokens
 * - Authentication credentials
 * - URL parameters containing signatures (SAS tokens)
 *
 * Note that masking only affects future logs; any previous appearances of the
 * secret in logs before calling this function will remain unmasked.
 *
 * @example
 * ```typescript
 * // Register an API token as a secret
 * const apiToken = "abc123xyz456";
 * setSecret(apiToken);
 *
 * // Now any logs containing this value will show *** instead
 * console.log(`Using token: ${apiToken}`); // Outputs: "Using token: ***"
 * ```
 */
function core_setSecret(secret) {
    command_issueCommand('add-mask', {}, secret);
}
/**
 * Prepends inputPath to the PATH (for this action and future actions)
 * @param inputPath
 */
function addPath(inputPath) {
    const filePath = process.env['GITHUB_PATH'] || '';
    if (filePath) {
        issueFileCommand('PATH', inputPath);
    }
    else {
        issueCommand('add-path', {}, inputPath);
    }
    process.env['PATH'] = `${inputPath}${path.delimiter}${process.env['PATH']}`;
}
/**
 * Gets the value of an input.
 * Unless trimWhitespace is set to false in InputOptions, the value is also trimmed.
 * Returns an empty string if the value is not defined.
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   string
 */
function getInput(name, options) {
    const val = process.env[`INPUT_${name.replace(/ /g, '_').toUpperCase()}`] || '';
    if (options && options.required && !val) {
        throw new Error(`Input required and not supplied: ${name}`);
    }
    if (options && options.trimWhitespace === false) {
        return val;
    }
    return val.trim();
}
/**
 * Gets the values of an multiline input.  Each value is also trimmed.
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   string[]
 *
 */
function getMultilineInput(name, options) {
    const inputs = getInput(name, options)
        .split('\n')
        .filter(x => x !== '');
    if (options && options.trimWhitespace === false) {
        return inputs;
    }
    return inputs.map(input => input.trim());
}
/**
 * Gets the input value of the boolean type in the YAML 1.2 "core schema" specification.
 * Support boolean input list: `true | True | TRUE | false | False | FALSE` .
 * The return value is also in boolean type.
 * ref: https://yaml.org/spec/1.2/spec.html#id2804923
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   boolean
 */
function getBooleanInput(name, options) {
    const trueValue = ['true', 'True', 'TRUE'];
    const falseValue = ['false', 'False', 'FALSE'];
    const val = getInput(name, options);
    if (trueValue.includes(val))
        return true;
    if (falseValue.includes(val))
        return false;
    throw new TypeError(`Input does not meet YAML 1.2 "Core Schema" specification: ${name}\n` +
        `Support boolean input list: \`true | True | TRUE | false | False | FALSE\``);
}
/**
 * Sets the value of an output.
 *
 * @param     name     name of the output to set
 * @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function setOutput(name, value) {
    const filePath = process.env['GITHUB_OUTPUT'] || '';
    if (filePath) {
        return file_command_issueFileCommand('OUTPUT', file_command_prepareKeyValueMessage(name, value));
    }
    process.stdout.write(external_os_namespaceObject.EOL);
    command_issueCommand('set-output', { name }, utils_toCommandValue(value));
}
/**
 * Enables or disables the echoing of commands into stdout for the rest of the step.
 * Echoing is disabled by default if ACTIONS_STEP_DEBUG is not set.
 *
 */
function setCommandEcho(enabled) {
    issue('echo', enabled ? 'on' : 'off');
}
//-----------------------------------------------------------------------
// Results
//-----------------------------------------------------------------------
/**
 * Sets the action status to failed.
 * When the action exits it will be with an exit code of 1
 * @param message add error issue message
 */
function setFailed(message) {
    process.exitCode = ExitCode.Failure;
    error(message);
}
//-----------------------------------------------------------------------
// Logging Commands
//-----------------------------------------------------------------------
/**
 * Gets whether Actions Step Debug is on or not
 */
function isDebug() {
    return process.env['RUNNER_DEBUG'] === '1';
}
/**
 * Writes debug message to user log
 * @param message debug message
 */
function core_debug(message) {
    command_issueCommand('debug', {}, message);
}
/**
 * Adds an error issue
 * @param message error issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function error(message, properties = {}) {
    command_issueCommand('error', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Adds a warning issue
 * @param message warning issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function warning(message, properties = {}) {
    command_issueCommand('warning', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Adds a notice issue
 * @param message notice issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function notice(message, properties = {}) {
    command_issueCommand('notice', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Writes info to log with console.log.
 * @param message info message
 */
function info(message) {
    process.stdout.write(message + external_os_namespaceObject.EOL);
}
/**
 * Begin an output group.
 *
 * Output until the next `groupEnd` will be foldable in this group
 *
 * @param name The name of the output group
 */
function startGroup(name) {
    issue('group', name);
}
/**
 * End an output group.
 */
function endGroup() {
    issue('endgroup');
}
/**
 * Wrap an asynchronous function call in a group.
 *
 * Returns the same type as the function itself.
 *
 * @param name The name of the group
 * @param fn The function to wrap in the group
 */
function group(name, fn) {
    return core_awaiter(this, void 0, void 0, function* () {
        startGroup(name);
        let result;
        try {
            result = yield fn();
        }
        finally {
            endGroup();
        }
        return result;
    });
}
//-----------------------------------------------------------------------
// Wrapper action state
//-----------------------------------------------------------------------
/**
 * Saves state for current action, the state can only be retrieved by this action's post job execution.
 *
 * @param     name     name of the state to store
 * @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function saveState(name, value) {
    const filePath = process.env['GITHUB_STATE'] || '';
    if (filePath) {
        return issueFileCommand('STATE', prepareKeyValueMessage(name, value));
    }
    issueCommand('save-state', { name }, toCommandValue(value));
}
/**
 * Gets the value of an state set by this action's main execution.
 *
 * @param     name     name of the state to get
 * @returns   string
 */
function getState(name) {
    return process.env[`STATE_${name}`] || '';
}
function getIDToken(aud) {
    return core_awaiter(this, void 0, void 0, function* () {
        return yield OidcClient.getIDToken(aud);
    });
}
/**
 * Summary exports
 */

/**
 * @deprecated use core.summary
 */

/**
 * Path exports
 */

/**
 * Platform utilities exports
 */

//# sourceMappingURL=core.js.map
;// CONCATENATED MODULE: ./src/clock.ts
/** Time, handed in: nothing else in `src/` knows a clock, so no test sleeps. */
const systemClock = {
    // Monotonic: a wall clock that is set in the middle of a wait must not end it, nor make it endless.
    now: () => performance.timeOrigin + performance.now(),
    sleep: (ms, signal) => new Promise((resolve, reject) => {
        if (signal?.aborted)
            return reject(signal.reason);
        const stop = () => {
            clearTimeout(timer);
            reject(signal?.reason);
        };
        const timer = setTimeout(() => {
            signal?.removeEventListener('abort', stop);
            resolve();
        }, Math.max(0, ms));
        signal?.addEventListener('abort', stop, { once: true });
    }),
};

;// CONCATENATED MODULE: ./src/inputs/action-metadata.ts
// Generated from action.yml by `npm run generate`. Do not edit: action.yml is the one home of names and defaults.
/** Every input with its default; an empty text where it has none. */
const INPUT_DEFAULTS = {
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
    max_age: '7d',
    safety_backup: 'false',
    reuse_on_rerun: 'false',
    dry_run: 'false',
    api_url: 'https://admin.vps.org/api/v1',
};
/** Every output. */
const OUTPUT_NAMES = (/* unused pure expression or super */ null && ([
    'backup_id',
    'backup_ids',
    'server_id',
    'status',
    'created_at',
    'size_mb',
    'expires_at',
    'backup',
    'backups',
    'count',
    'truncated',
    'deleted_ids',
    'would_delete_ids',
    'safety_backup_id',
    'reused',
    'duration_seconds',
]));

;// CONCATENATED MODULE: ./src/report/sanitize.ts
/**
 * Text made harmless: the one home of it, used by every line that is printed, every output and every cell of the summary. Names,
 * descriptions, error bodies and inputs are other people's words: they must neither run a workflow command nor break a table. Pure.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;
/** Zero-width and direction marks: they make a line read as something that it is not. */
const INVISIBLE = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
/** Nothing that a person would read to its end. */
const MAX_LINE_LENGTH = 4_000;
/** One line that can't be a workflow command: neither `::name::` at its start, nor `##[name]` anywhere in it. */
function sanitizeLine(text) {
    const head = text.length > MAX_LINE_LENGTH ? `${text.slice(0, MAX_LINE_LENGTH)}…` : text;
    const line = head.toWellFormed().replace(CONTROL, ' ').replace(INVISIBLE, '');
    return line.replaceAll('##[', '# #[').replace(/^(\s*):(?=:)/, '$1: ');
}
/** As {@link sanitizeLine}, at most `limit` characters: for a name or a word in the middle of a sentence. */
function shorten(text, limit = 100) {
    return head(sanitizeLine(text).trim(), limit);
}
/** A value of the user's, in quotes, with the spaces that it has; at most 100 characters of it. */
function quote(text) {
    return `"${head(sanitizeLine(text), 100)}"`;
}
function head(line, limit) {
    return line.length > limit ? `${line.slice(0, limit)}…`.toWellFormed() : line;
}
/** Everything that means something to Markdown or HTML, links and mentions included. */
const MARKUP = /[\\`*_{}[\]<>&|~#!@$]|:(?=\/\/)/g;
/** Text for a cell of a Markdown table: shown as it is, whatever it holds. */
function escapeTableCell(text, limit = 200) {
    return escapeMarkup(shorten(text, limit));
}
function escapeMarkup(text) {
    return text.replace(MARKUP, (sign) => `&#${sign.charCodeAt(0)};`);
}
/**
 * JSON on one line whose text can't run a command, even where a workflow echoes it: what is dangerous is written as `\uXXXX`, so that the
 * value stays the same.
 */
function safeJson(value) {
    const asCode = (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
    return JSON.stringify(value)
        .replace(/[\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, asCode)
        .replace(/#(?=#\[)|:(?=:)/g, asCode);
}
/** Takes a secret out of a text, as it is, and as it would stand in JSON or in a {@link escapeTableCell}. */
function redact(secret, text) {
    if (secret.length < MIN_SECRET_LENGTH || /^\d+$/.test(secret))
        return text;
    const forms = new Set([secret, JSON.stringify(secret).slice(1, -1), escapeMarkup(secret)]);
    return [...forms].reduce((rest, form) => rest.replaceAll(form, '***'), text);
}
/** A shorter one, or a mere number, can't be a token, and would take the words out of every message and the ids out of every answer. */
const MIN_SECRET_LENGTH = 6;
/** `1h05m`, `2m30s`, `45s`: a duration in milliseconds as a person would say it. */
function formatDuration(ms) {
    const seconds = Math.round(ms / 1_000);
    if (seconds < 60)
        return `${seconds}s`;
    const minutes = Math.floor(seconds / 60);
    const pad = (n, unit) => n === 0 ? '' : `${String(n).padStart(2, '0')}${unit}`;
    return minutes < 60
        ? `${minutes}m${pad(seconds % 60, 's')}`
        : `${Math.floor(minutes / 60)}h${pad(minutes % 60, 'm')}`;
}

;// CONCATENATED MODULE: ./src/inputs/types.ts
const OPERATIONS = ['create', 'list', 'wait', 'restore', 'delete', 'prune'];

;// CONCATENATED MODULE: ./src/inputs/values.ts
/** Reads single input values. Each reader returns the value, or throws {@link InvalidValueError} with what is allowed. Pure. */
/** A value that is not allowed; the message says what is. */
class InvalidValueError extends Error {
}
const EXPECTED = {
    id: 'a positive integer, such as 12345',
    ids: 'positive integers, separated by commas, spaces or newlines, or as a JSON array; no place may be empty',
    text: 'text with at least one visible character',
    boolean: 'true or false',
    url: 'an https URL without credentials, query or fragment; plain http only to a loopback address or localhost',
};
const POSITIVE = /^[1-9]\d*$/;
/** YAML 1.2 core booleans, nothing else. */
const BOOLEANS = new Map([
    ['true', true],
    ['True', true],
    ['TRUE', true],
    ['false', false],
    ['False', false],
    ['FALSE', false],
]);
const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
function parseBoolean(text) {
    const value = BOOLEANS.get(text);
    if (value === undefined)
        throw new InvalidValueError(EXPECTED.boolean);
    return value;
}
/**
 * An empty place before, after or between commas is what an expression leaves that came to nothing: to go on without it would be to leave out a
 * server that was meant.
 *
 * @returns ids in the order given; repeats are folded
 */
function parseIds(text) {
    const parts = text.startsWith('[')
        ? parseJsonArray(text)
        : text.split(',').flatMap((part) => part.trim().split(/\s+/));
    const ids = parts.map((part) => (POSITIVE.test(part) ? Number(part) : Number.NaN));
    if (ids.length === 0 || !ids.every(Number.isSafeInteger))
        throw new InvalidValueError(EXPECTED.ids);
    return [...new Set(ids)];
}
function parseInteger(text, min, max) {
    const value = POSITIVE.test(text) ? Number(text) : Number.NaN;
    if (!(value >= min && value <= max))
        throw new InvalidValueError(`a whole number from ${min} to ${max}`);
    return value;
}
/** Blank text would filter nothing, or name nothing, and look as if it did. */
function parseText(text) {
    if (!/[^\s\p{Cc}\p{Cf}]/u.test(text))
        throw new InvalidValueError(EXPECTED.text);
    return text;
}
function parseChoice(text, choices) {
    const choice = choices.find((one) => one === text);
    if (choice === undefined)
        throw new InvalidValueError(`one of ${choices.join(', ')}`);
    return choice;
}
/** @returns milliseconds */
function parseDuration(text, limits) {
    const value = toMs(text, limits.units);
    if (value === null || value < (toMs(limits.min) ?? 0) || value > (toMs(limits.max) ?? 0)) {
        throw new InvalidValueError(`${limits.min} to ${limits.max}, always with a unit (${limits.units.join(', ')}), such as ${examples(limits)}`);
    }
    return value;
}
/** @returns the URL without a slash at its end */
function parseApiUrl(text) {
    const url = URL.canParse(text) ? new URL(text) : null;
    if (url === null || url.username !== '' || url.password !== '' || /[?#]/.test(text))
        throw new InvalidValueError(EXPECTED.url);
    const secure = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
    if (!secure)
        throw new InvalidValueError(EXPECTED.url);
    return url.href.replace(/\/+$/, '');
}
/** One header line can hold it, and it is one word. */
function parseToken(text) {
    if (!/^[\x21-\x7e]+$/.test(text))
        throw new InvalidValueError('one word of visible ASCII characters, from a secret');
    return text;
}
function isLoopback(hostname) {
    return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
/** A JSON array of whole numbers or digits in quotes, each as written: `JSON.parse` alone would read `1e3` as 1000. */
function parseJsonArray(text) {
    const inside = /^\[([\s\d,"]*)\]$/.exec(text)?.[1];
    const parts = inside?.split(',').map((part) => part.trim()) ?? [];
    const written = parts
        .map((part) => /^(?:"(\d+)"|(\d+))$/.exec(part))
        .map((match) => match?.[1] ?? match?.[2]);
    if (!written.every((part) => part !== undefined))
        throw new InvalidValueError(EXPECTED.ids);
    return written;
}
function toMs(text, units = ['s', 'm', 'h', 'd', 'w']) {
    const match = /^(\d{1,9})([smhdw])$/.exec(text);
    const unit = match?.[2];
    if (match === null || unit === undefined || !units.includes(unit))
        return null;
    return Number(match[1]) * UNIT_MS[unit];
}
function examples(limits) {
    return limits.units.includes('s') ? '90s, 30m or 2h' : '12h, 14d or 4w';
}

;// CONCATENATED MODULE: ./src/inputs/readers.ts


const WAIT_UNITS = ['s', 'm', 'h'];
// No minutes: `6m` would be six minutes to us and six months to somebody else, and what is older is deleted.
const AGE_UNITS = ['h', 'd', 'w'];
const AGES = { units: AGE_UNITS, min: '1h', max: '3650d' };
/** How each value is read. A reader throws {@link InvalidValueError} with what is allowed. */
const PARSERS = {
    operation: (text) => parseChoice(text, OPERATIONS),
    api_token: parseToken,
    server_id: parseIds,
    server_name: parseText,
    backup_id: parseBackupIds,
    description: (text) => text,
    wait: parseBoolean,
    wait_timeout: (text) => parseDuration(text, { units: WAIT_UNITS, min: '1s', max: '24h' }),
    poll_interval: (text) => parseDuration(text, { units: WAIT_UNITS, min: '1s', max: '5m' }),
    keep_last: (text) => parseInteger(text, 1, 10),
    older_than: (text) => parseDuration(text, AGES),
    scope: (text) => parseChoice(text, ['repository', 'server']),
    backup_type: (text) => parseChoice(text, ['manual', 'automatic']),
    match: parseText,
    max_age: (text) => parseDuration(text, AGES),
    safety_backup: parseBoolean,
    reuse_on_rerun: parseBoolean,
    dry_run: parseBoolean,
    api_url: parseApiUrl,
};
function parseBackupIds(text) {
    if (text === 'latest')
        return text;
    try {
        return parseIds(text);
    }
    catch {
        throw new InvalidValueError(`${EXPECTED.ids}; restore takes one, or the word latest`);
    }
}

;// CONCATENATED MODULE: ./src/inputs/validate.ts

/** Faults that no single value has; one sentence each. */
function validateCombinations(values, given, inRun) {
    const faults = [];
    if (!given.has('api_token'))
        faults.push('api_token: is missing. Needed: a VPS.org API token, from a secret.');
    if (!inRun && needsRun(values)) {
        faults.push('GITHUB_REPOSITORY, GITHUB_RUN_ID: missing from the environment. Needed: a step of a GitHub Actions run; they say whose the backups are.');
    }
    if (values.operation === null)
        return faults;
    return [
        ...faults,
        ...serverFaults(values, values.operation, given),
        ...backupFaults(values, values.operation, given),
    ];
}
/** Whether a marker is written, or read to tell whose a backup is. */
function needsRun(v) {
    if (v.operation === 'list')
        return v.scope === 'repository';
    if (v.operation === 'wait')
        return v.keep_last !== null;
    if (v.operation === 'restore')
        return v.backup_id === 'latest' || v.safety_backup === true;
    return v.operation === 'create' || v.operation === 'prune';
}
function serverFaults(values, operation, given) {
    const faults = [];
    const count = values.server_id?.length ?? 0;
    const needsServer = operation === 'create' || operation === 'restore' || operation === 'prune';
    if (needsServer && !given.has('server_id') && !given.has('server_name')) {
        faults.push(`server_id: is missing. operation ${operation} needs server_id or server_name. Allowed: ${EXPECTED.id}.`);
    }
    if (count > 1 && (operation === 'restore' || operation === 'delete')) {
        faults.push(`server_id: ${given.quoted('server_id')} names ${count} servers. Allowed with operation ${operation}: one.`);
    }
    if (count > 1 && given.has('server_name')) {
        faults.push(`server_id: ${given.quoted('server_id')} names ${count} servers. Allowed with server_name: one, and both must name the same server.`);
    }
    return faults;
}
function backupFaults(values, operation, given) {
    const faults = [];
    const id = values.backup_id;
    const several = Array.isArray(id) && id.length > 1;
    if ((operation === 'wait' || operation === 'restore' || operation === 'delete') &&
        !given.has('backup_id')) {
        faults.push(`backup_id: is missing. Allowed with operation ${operation}: ${operation === 'restore' ? 'one positive integer, or latest' : EXPECTED.ids}.`);
    }
    if (operation === 'restore' && several) {
        faults.push(`backup_id: ${given.quoted('backup_id')} names ${id.length} backups. Allowed with operation restore: one, or the word latest.`);
    }
    if ((operation === 'wait' || operation === 'delete') && id === 'latest') {
        faults.push(`backup_id: "latest" is for operation restore. Allowed with operation ${operation}: ${EXPECTED.ids}.`);
    }
    if (operation === 'restore' &&
        id === 'latest' &&
        values.backup_type === 'automatic' &&
        values.scope !== 'server') {
        faults.push(`backup_type: "automatic" with backup_id latest asks for scope: server, for no automatic backup carries this repository's marker.`);
    }
    if (operation === 'prune' && !given.has('keep_last') && !given.has('older_than')) {
        faults.push('keep_last, older_than: both are missing. operation prune needs at least one: keep_last 1 to 10, older_than 1h to 3650d.');
    }
    return faults;
}
const ALL = ['create', 'list', 'wait', 'restore', 'delete', 'prune'];
const isLatest = (values) => values.operation !== 'restore' || values.backup_id === 'latest';
const ONLY_LATEST = { if: isLatest, says: () => 'unless backup_id is latest' };
const INPUT_USAGE = {
    operation: { by: ALL },
    api_token: { by: ALL },
    server_id: { by: ALL },
    server_name: { by: ALL },
    api_url: { by: ALL },
    backup_id: { by: ['wait', 'restore', 'delete'] },
    description: {
        by: ['create', 'restore'],
        if: (v) => v.operation === 'create' || v.safety_backup === true,
        says: () => 'without safety_backup',
    },
    wait: { by: ['create', 'restore'] },
    wait_timeout: { by: ['create', 'wait', 'restore'] },
    poll_interval: { by: ['create', 'wait', 'restore'] },
    keep_last: { by: ['create', 'wait', 'prune'] },
    older_than: { by: ['prune'] },
    scope: { by: ['create', 'list', 'prune', 'restore'], ...ONLY_LATEST },
    backup_type: { by: ['list', 'restore'], ...ONLY_LATEST },
    match: { by: ['list', 'prune', 'restore'], ...ONLY_LATEST },
    max_age: {
        by: ['create', 'restore'],
        if: (v) => (v.operation === 'create' ? v.reuse_on_rerun === true : isLatest(v)),
        says: (operation) => operation === 'create' ? 'without reuse_on_rerun' : 'unless backup_id is latest',
    },
    safety_backup: { by: ['restore'] },
    reuse_on_rerun: { by: ['create'] },
    dry_run: { by: ['create', 'restore', 'delete', 'prune'] },
};
/** @param differing the inputs whose values are not their defaults */
function unusedInputWarnings(values, differing) {
    const operation = values.operation;
    if (operation === null)
        return [];
    return differing.flatMap((name) => {
        const use = INPUT_USAGE[name];
        if (!use.by.includes(operation)) {
            const spares = name === 'dry_run' && operation === 'wait' && values.keep_last !== null;
            return [
                `${name} is not used by operation ${operation}; it ${spares ? 'only keeps keep_last from deleting anything' : 'changes nothing'} here.`,
            ];
        }
        return use.if === undefined || use.if(values)
            ? []
            : [`${name} is not used by operation ${operation} ${use.says?.(operation)}.`];
    });
}

;// CONCATENATED MODULE: ./src/inputs/parse.ts
/** Action inputs in, typed {@link Inputs} out; every fault is told at once, before any request. Pure. */






/**
 * @param get the text of an input; an empty text means its default, as the runner passes an empty text for an empty expression
 * @param inRun whether the environment says which repository and run this is
 * @throws InputError with all faults, each naming the input, its value (never the token's) and what is allowed
 */
function parseInputs(get, inRun) {
    const names = Object.keys(PARSERS);
    const secret = get('api_token').trim();
    const given = new Map(names.map((name) => [name, textOf(name, get(name), secret) || INPUT_DEFAULTS[name]]));
    const shown = (name) => inQuotes(name, given.get(name) ?? '', secret);
    const faults = [];
    const read = (name) => {
        const text = given.get(name) ?? '';
        try {
            return text === '' ? null : PARSERS[name](text);
        }
        catch (error) {
            if (!(error instanceof InvalidValueError))
                throw error;
            faults.push(`${name}: ${shown(name)} is not allowed. Allowed: ${error.message}.`);
            return null;
        }
    };
    const values = Object.fromEntries(names.map((name) => [name, read(name)]));
    const asGiven = { has: (name) => given.get(name) !== '', quoted: shown };
    faults.push(...validateCombinations(values, asGiven, inRun));
    const { api_token: token, api_url: url } = values;
    if (faults.length > 0 || token === null || url === null)
        throw new InputError(faults);
    const differing = names.filter((name) => !isDefault(name, values));
    return {
        inputs: build(values),
        api: { url, token },
        warnings: unusedInputWarnings(values, differing),
    };
}
/** By value: `TRUE` and `60m` are what `true` and `1h` are. */
function isDefault(name, values) {
    const text = INPUT_DEFAULTS[name];
    return JSON.stringify(text === '' ? null : PARSERS[name](text)) === JSON.stringify(values[name]);
}
function build(values) {
    return BUILDERS[need(values.operation)](values);
}
const BUILDERS = {
    create: (v) => ({
        operation: 'create',
        servers: servers(v),
        description: v.description,
        wait: need(v.wait),
        waitOptions: limits(v),
        keepLast: v.keep_last,
        scope: v.scope ?? 'repository',
        reuseMaxAgeMs: need(v.reuse_on_rerun) ? need(v.max_age) : null,
        dryRun: need(v.dry_run),
    }),
    list: (v) => ({
        operation: 'list',
        servers: servers(v),
        scope: v.scope ?? 'server',
        backupType: v.backup_type,
        match: v.match,
    }),
    wait: (v) => ({
        operation: 'wait',
        servers: servers(v),
        backupIds: ids(v),
        waitOptions: limits(v),
        keepLast: v.keep_last,
        dryRun: need(v.dry_run),
    }),
    restore: (v) => ({
        operation: 'restore',
        servers: servers(v),
        target: v.backup_id === 'latest' ? { latest: latest(v) } : { id: need(ids(v)[0]) },
        safety: need(v.safety_backup) ? { description: v.description } : null,
        wait: need(v.wait),
        waitOptions: limits(v),
        dryRun: need(v.dry_run),
    }),
    delete: (v) => ({
        operation: 'delete',
        servers: servers(v),
        backupIds: ids(v),
        dryRun: need(v.dry_run),
    }),
    prune: (v) => ({
        operation: 'prune',
        servers: servers(v),
        keepLast: v.keep_last,
        olderThanMs: v.older_than,
        scope: v.scope ?? 'repository',
        match: v.match,
        dryRun: need(v.dry_run),
    }),
};
function servers(v) {
    return { ids: v.server_id ?? [], name: v.server_name };
}
function limits(v) {
    return { timeoutMs: need(v.wait_timeout), maxIntervalMs: need(v.poll_interval) };
}
function latest(v) {
    return {
        scope: v.scope ?? 'repository',
        match: v.match,
        backupType: v.backup_type,
        maxAgeMs: need(v.max_age),
    };
}
function ids(v) {
    return Array.isArray(v.backup_id) ? v.backup_id : [];
}
/** What the rules have already made sure of. */
function need(value) {
    if (value === null || value === undefined)
        throw new Error('an input that was checked is missing');
    return value;
}
/** They are compared as they are: `match` with less in it would let more through, and more be deleted. */
const KEEPS_SPACES = ['match', 'server_name'];
/** They are cut before they are printed or sent; half a token would not be recognised any more. */
const CUT_LATER = ['description', 'server_name'];
/** A YAML block scalar ends in a line break, which nobody means. What is blank stays so, to be told of. */
function textOf(name, text, secret) {
    const trimmed = KEEPS_SPACES.includes(name)
        ? text.replace(/^[\r\n]+|[\r\n]+$/g, '') || text
        : text.trim();
    return CUT_LATER.includes(name) ? redact(secret, trimmed) : trimmed;
}
/** User and password end at the last @, however the slashes before them are written. */
const CREDENTIALS = /^(https?:[\\/]*)?.*@/is;
/** The token may stand in the wrong input: it is taken out before anything is cut. */
function inQuotes(name, text, secret) {
    if (name === 'api_token')
        return 'its value (not shown)';
    const plain = redact(secret, text);
    return quote(name === 'api_url' ? plain.replace(CREDENTIALS, '$1***@') : plain);
}

;// CONCATENATED MODULE: ./node_modules/@actions/github/lib/context.js


class Context {
    /**
     * Hydrate the context from the environment
     */
    constructor() {
        var _a, _b, _c;
        this.payload = {};
        if (process.env.GITHUB_EVENT_PATH) {
            if ((0,external_fs_namespaceObject.existsSync)(process.env.GITHUB_EVENT_PATH)) {
                this.payload = JSON.parse((0,external_fs_namespaceObject.readFileSync)(process.env.GITHUB_EVENT_PATH, { encoding: 'utf8' }));
            }
            else {
                const path = process.env.GITHUB_EVENT_PATH;
                process.stdout.write(`GITHUB_EVENT_PATH ${path} does not exist${external_os_namespaceObject.EOL}`);
            }
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
        this.apiUrl = (_a = process.env.GITHUB_API_URL) !== null && _a !== void 0 ? _a : `https://api.github.com`;
        this.serverUrl = (_b = process.env.GITHUB_SERVER_URL) !== null && _b !== void 0 ? _b : `https://github.com`;
        this.graphqlUrl =
            (_c = process.env.GITHUB_GRAPHQL_URL) !== null && _c !== void 0 ? _c : `https://api.github.com/graphql`;
    }
    get issue() {
        const payload = this.payload;
        return Object.assign(Object.assign({}, this.repo), { number: (payload.issue || payload.pull_request || payload).number });
    }
    get repo() {
        if (process.env.GITHUB_REPOSITORY) {
            const [owner, repo] = process.env.GITHUB_REPOSITORY.split('/');
            return { owner, repo };
        }
        if (this.payload.repository) {
            return {
                owner: this.payload.repository.owner.login,
                repo: this.payload.repository.name
            };
        }
        throw new Error("context.repo requires a GITHUB_REPOSITORY environment variable like 'owner/repo'");
    }
}
//# sourceMappingURL=context.js.map
;// CONCATENATED MODULE: ./src/inputs/run-context.ts
/** What GitHub says of the run. `context` of `@actions/github` is the one source. */
// The package's own entry would bring a whole REST client into the bundle, unused; its context stands in a file of its own.

const DEFAULT_ACTION_REF = 'vps-backup/vps-backup-action@v1';
/** @param env the step's environment */
function loadRunContext(env) {
    const context = new Context();
    const [owner = '', repo = ''] = (env.GITHUB_REPOSITORY ?? '').split('/');
    const attempt = Number.isSafeInteger(context.runAttempt) ? context.runAttempt : 1;
    const runId = Number.isSafeInteger(context.runId) ? String(context.runId) : '';
    return {
        known: owner !== '' && repo !== '' && runId !== '',
        owner,
        repo,
        repositoryId: repositoryId(env.GITHUB_REPOSITORY_ID) ?? repositoryId(context.payload.repository?.id),
        runId,
        attempt,
        runNumber: String(context.runNumber),
        job: stripMarkerDelimiters(context.job),
        sha: stripMarkerDelimiters(context.sha),
        workflow: context.workflow ?? '',
        actor: context.actor ?? '',
        runUrl: `${context.serverUrl}/${owner}/${repo}/actions/runs/${runId}/attempts/${attempt}`,
        actionRef: calledAs(env),
    };
}
function repositoryId(value) {
    return /^[1-9]\d*$/.test(String(value ?? '')) ? String(value) : null;
}
/** A marker's fields hold no space or bracket. */
function stripMarkerDelimiters(text) {
    return (text ?? '').replace(/[\s[\]]/g, '');
}
function calledAs(env) {
    const { GITHUB_ACTION_REPOSITORY: repository, GITHUB_ACTION_REF: ref } = env;
    return repository && ref && /^[\w.-]+\/[\w./-]+$/.test(`${repository}/${ref}`)
        ? `${repository}@${ref}`
        : DEFAULT_ACTION_REF;
}

;// CONCATENATED MODULE: ./src/backups/backup.ts
/** What a backup is to the rules. The HTTP boundary (`vpsorg/schemas.ts`) makes these; nothing further in sees raw JSON. */
/** Newest first: by parsed date, then id. Rows without a readable date come last. */
function newestFirst(a, b) {
    return (b.createdAtMs ?? -Infinity) - (a.createdAtMs ?? -Infinity) || b.id - a.id;
}
const ISO_DATE = /^\d{4}-(\d{2})-(\d{2})[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/i;
/** `0001-01-01` and `1970-01-01` stand for "no date" in many systems; taken at their word they would be the oldest, and go first. */
const MIN_PLAUSIBLE_MS = Date.UTC(2000, 0, 1);
/**
 * Reads an ISO 8601 date with a time and a zone.
 *
 * @returns milliseconds since the epoch, or `null` for anything else. A date without a zone is `null` too: it could be off by
 *   half a day either way, and dates decide what is deleted. So is one before the year 2000: no backup is as old as that.
 */
function parseTimestamp(text) {
    const parts = text === null ? null : ISO_DATE.exec(text);
    if (text === null || parts === null)
        return null;
    const daysInMonth = new Date(Date.UTC(Number(text.slice(0, 4)), Number(parts[1]), 0)).getUTCDate();
    if (Number(parts[2]) > daysInMonth)
        return null;
    const ms = Date.parse(text.replace(' ', 'T').replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
    return ms >= MIN_PLAUSIBLE_MS ? ms : null;
}

;// CONCATENATED MODULE: ./src/backups/marker.ts
/**
 * The marker: how the action recognises its own backups.
 *
 * It stands at the very end of a description:
 * `[gha <owner>/<repo>[#<repository id>] <create|safety> run=<run_id>.<attempt> job=<job id> sha=<commit> key=<12 hex>]`.
 */
const MARKER = /\[gha ([^\s/[\]#]+)\/([^\s/[\]#]+)(?:#(\d+))? (create|safety) run=(\d+)\.(\d+) job=([^\s[\]]*) sha=([^\s[\]]*) key=([0-9a-f]{12})\]$/;
const SHORT_SHA_LENGTH = 12;
/** No marker is longer than a description may be; a longer tail need not be searched. */
const MAX_MARKER_LENGTH = 300;
/** The marker at the end of a description, or `null`: text after a marker means that it is not ours. */
function parseMarker(description) {
    const match = MARKER.exec((description ?? '').slice(-MAX_MARKER_LENGTH).trimEnd());
    if (match === null)
        return null;
    const [, owner = '', repo = '', repositoryId = null, kind = '', runId = '', attempt = '', job = '', sha = '', key = '',] = match;
    return {
        owner,
        repo,
        repositoryId,
        kind: kind,
        runId,
        attempt: Number(attempt),
        job,
        sha,
        key,
    };
}
/**
 * The marker as text.
 *
 * @param limit the most UTF-16 units it may take: if it is longer, the sha goes down to 12, then the job id is cut.
 */
function renderMarker(marker, limit) {
    const full = render(marker);
    if (full.length <= limit)
        return full;
    const shorter = { ...marker, sha: marker.sha.slice(0, SHORT_SHA_LENGTH) };
    const over = Math.max(0, render(shorter).length - limit);
    return render({ ...shorter, job: marker.job.slice(0, Math.max(0, marker.job.length - over)) });
}
/** Ours if the repository ids agree where both have one (a rename loses nothing), else the names, whatever their case. */
function isFromRepository(marker, us) {
    if (marker.repositoryId !== null && us.repositoryId !== null)
        return marker.repositoryId === us.repositoryId;
    return `${marker.owner}/${marker.repo}`.toLowerCase() === `${us.owner}/${us.repo}`.toLowerCase();
}
/** The marker of a description if it is this repository's, else `null`. */
function parseOwnMarker(description, us) {
    const marker = parseMarker(description);
    return marker !== null && isFromRepository(marker, us) ? marker : null;
}
/** Whether a backup was made by the present run, in any attempt. */
function isFromRun(description, run) {
    return parseOwnMarker(description, run)?.runId === run.runId;
}
function render(m) {
    const id = m.repositoryId === null ? '' : `#${m.repositoryId}`;
    return `[gha ${m.owner}/${m.repo}${id} ${m.kind} run=${m.runId}.${m.attempt} job=${m.job} sha=${m.sha} key=${m.key}]`;
}

;// CONCATENATED MODULE: ./src/backups/description.ts
/** The description that a backup is made with: the user's text, cut to fit, and our marker. */

/** The most UTF-16 units of a whole description. The API states no limit; 255 is what a database column would take. */
const DESCRIPTION_LIMIT = 255;
const KEEP = /\[keep\]/i;
/** Whether a description protects its backup from rotation and prune for good. */
function hasKeepTag(description) {
    return KEEP.test(description ?? '');
}
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const WHITESPACE_AND_CONTROL = /[\s\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;
/** Control characters and line breaks of all kinds become spaces; runs of space become one. */
function toSingleLine(text) {
    return text.toWellFormed().replace(WHITESPACE_AND_CONTROL, ' ').trim();
}
/** At most `limit` UTF-16 units of a text, never half a character. */
function truncate(text, limit) {
    if (text.length <= limit)
        return text;
    const last = text.charCodeAt(limit - 1);
    const half = last >= 0xd800 && last <= 0xdbff;
    return text.slice(0, Math.max(0, half ? limit - 1 : limit));
}
/**
 * Text and marker as one line of at most {@link DESCRIPTION_LIMIT} units. The text is what gives way, but never a `[keep]` in it.
 */
function composeDescription(text, marker) {
    const clean = toSingleLine(text);
    const keep = KEEP.exec(clean)?.[0] ?? '';
    const tail = renderMarker(marker, DESCRIPTION_LIMIT - (keep === '' ? 0 : keep.length + 1));
    const shown = truncateKeepingTag(clean, keep, DESCRIPTION_LIMIT - tail.length - 1);
    return shown === '' ? tail : `${shown} ${tail}`;
}
function truncateKeepingTag(text, keep, limit) {
    const plain = truncate(text, limit).trimEnd();
    if (keep === '' || plain.includes(keep))
        return plain;
    return `${truncate(text, limit - keep.length - 1).trimEnd()} ${keep}`.trimStart();
}

;// CONCATENATED MODULE: ./src/backups/status.ts
/** What a backup's status word means. Only `completed` is documented as success; the rest follows the least hopeful reading. */
const FAILED = new Set(['failed', 'error', 'errored', 'cancelled', 'canceled', 'aborted']);
const REMOVED = new Set(['deleted', 'expired']);
/** Any word that is neither success nor failure is pending: an unknown word must not end a wait, nor cost a backup. */
function classifyStatus(status) {
    if (status === 'completed')
        return 'completed';
    if (FAILED.has(status))
        return 'failed';
    return REMOVED.has(status) ? 'gone' : 'pending';
}
/** Whether the API documents this word, or it is one of the failure words that we expect. */
function isDocumentedStatus(status) {
    return status === 'in_progress' || classifyStatus(status) !== 'pending';
}

;// CONCATENATED MODULE: ./src/backups/selection.ts
/** Which backups a filter lets through, which one `latest` is, and which one a re-run may use again. Pure. */




function inScope(backup, scope, us) {
    return scope === 'server' || parseOwnMarker(backup.description, us) !== null;
}
/** Whether the whole description, marker included, contains the text; case does not matter. */
function matches(backup, text) {
    return text === null || (backup.description ?? '').toLowerCase().includes(text.toLowerCase());
}
/**
 * The backup that `backup_id: latest` means, or why none is.
 *
 * @param rows the rows of one server, from a full view
 * @param at   the run that asks, and the time in milliseconds since the epoch
 */
function selectLatest(rows, query, at) {
    const candidates = rows.filter((row) => isCandidate(row, query, at.run)).sort(newestFirst);
    const undated = candidates.find((row) => row.createdAtMs === null);
    if (undated !== undefined)
        return { refused: 'unreadable date', backup: undated };
    const newest = candidates[0];
    if (newest === undefined)
        return { refused: 'none', backup: null };
    // It may be the very state that one is fleeing from.
    if (isFromRun(newest.description, at.run))
        return { refused: 'made by this run', backup: newest };
    if (!isYoungerThan(newest, query.maxAgeMs, at.now))
        return { refused: 'too old', backup: newest };
    return { found: newest };
}
/**
 * The backup that an earlier attempt of the same job made of the same server: the oldest one, for it shows the server before the
 * first attempt's deploy. Where the oldest is too old or undated, none: a younger one may show the server after that deploy.
 *
 * @param rows the rows of one server
 * @param at   the present run, the time in milliseconds since the epoch, and the greatest age
 */
function selectReusable(rows, at) {
    const reusable = rows.filter((row) => {
        const marker = parseOwnMarker(row.description, at.run);
        if (marker === null || marker.kind !== 'create' || marker.runId !== at.run.runId)
            return false;
        const usable = classifyStatus(row.status) === 'completed' || row.status === 'in_progress';
        return usable && marker.attempt < at.run.attempt && isSameJob(marker, at.run.job);
    });
    const oldest = reusable.sort(newestFirst).at(-1);
    return oldest !== undefined && isYoungerThan(oldest, at.maxAgeMs, at.now) ? oldest : null;
}
function isCandidate(row, query, run) {
    if (classifyStatus(row.status) !== 'completed' || !matches(row, query.match))
        return false;
    if (query.backupType !== null && row.type !== query.backupType)
        return false;
    if (query.scope === 'repository')
        return parseOwnMarker(row.description, run)?.kind === 'create';
    return parseMarker(row.description)?.kind !== 'safety';
}
function isYoungerThan(backup, maxAgeMs, now) {
    return backup.createdAtMs !== null && now - backup.createdAtMs <= maxAgeMs;
}
/** A job id is cut only where the marker fills all the room that it may have, with or without a `[keep]` beside it. */
const MIN_TRUNCATED_MARKER_LENGTH = DESCRIPTION_LIMIT - ' [keep]'.length;
function isSameJob(marker, job) {
    if (marker.job === job)
        return true;
    return (renderMarker(marker, Infinity).length >= MIN_TRUNCATED_MARKER_LENGTH &&
        job.startsWith(marker.job));
}

;// CONCATENATED MODULE: ./src/backups/retention.ts
/**
 * Which backups may go: one rule for rotation, prune, room and their previews. Pure: rows, rule, who we are and the time in; a
 * verdict with its reason for each row out. Models: restic forget, Elastic SLM, borg prune.
 */





/** How many manual backups a server may have. */
const MANUAL_BACKUP_LIMIT = 10;
/** Another run may be deploying on a backup this fresh. */
const MIN_AGE_MS = 3_600_000;
/** The rule that `keep_last` alone makes, for rotation and room. */
function keepLastPolicy(keepLast, scope) {
    return { keepLast, olderThanMs: null, scope, match: null };
}
/**
 * Judges the rows of **one server**.
 *
 * @returns a verdict for each row, in the order in which those that go should go: failed ones first, then oldest first; the rest after.
 */
function applyRetention(rows, rule, facts) {
    const ranks = rankByKind(rows, rule, facts);
    const verdicts = rows.map((backup) => decide(backup, ranks.get(backup), rule, facts));
    return keepNewestCompleted(verdicts, rule, facts.run).sort(byDeletionOrder);
}
/**
 * The one backup that may go so that a full server takes a new one: a failed one in scope; else what `keepLast` gives up with the coming one
 * counted, oldest first; else the oldest safety backup of ours.
 *
 * @returns `null` where none may go.
 */
function chooseEviction(rows, rule, facts) {
    const first = applyRetention(rows, rule, { ...facts, coming: true })[0];
    if (first?.goes)
        return first;
    const safety = rows
        .filter((row) => classifyStatus(row.status) === 'completed' &&
        parseOwnMarker(row.description, facts.run)?.kind === 'safety')
        .filter((row) => protectionReason(row, facts) === null)
        .sort(newestFirst)
        .map((backup) => ({
        backup,
        goes: true,
        reason: 'the oldest safety backup of this repository, to make room for the new one',
    }));
    const oldest = safety.at(-1);
    if (oldest === undefined)
        return null;
    return keepNewestCompleted([oldest, ...others(rows, oldest.backup)], rule, facts.run)[0]?.goes
        ? oldest
        : null;
}
/** Manual backups that take one of a server's ten places. */
function countedTowardLimit(rows) {
    return rows.filter((row) => row.type === 'manual' && classifyStatus(row.status) !== 'gone');
}
/** Why a backup is never given up, or `null`. */
function protectionReason(backup, facts) {
    const state = classifyStatus(backup.status);
    if (backup.type !== 'manual')
        return `${backup.type || 'of unknown type'}, not manual`;
    if (state === 'pending')
        return backup.status === 'in_progress' ? 'in progress' : 'its status is unknown';
    if (state === 'gone')
        return 'already gone';
    if (backup.createdAtMs === null)
        return 'its date is missing or unreadable';
    if (hasKeepTag(backup.description))
        return 'marked [keep]';
    if (facts.ownBackupIds.has(backup.id) || isFromRun(backup.description, facts.run))
        return 'made by this run';
    if (state === 'completed' && facts.now - backup.createdAtMs < MIN_AGE_MS)
        return 'less than an hour old';
    return null;
}
function decide(backup, rank, rule, facts) {
    const stays = (reason) => ({ backup, goes: false, reason });
    if (backup.type === 'manual' && !inScope(backup, rule.scope, facts.run))
        return stays('not made by this repository');
    if (!matches(backup, rule.match))
        return stays('does not match');
    const protectedBy = protectionReason(backup, facts);
    if (protectedBy !== null)
        return stays(protectedBy);
    const age = facts.now - (backup.createdAtMs ?? facts.now);
    if (rule.olderThanMs !== null && age <= rule.olderThanMs)
        return stays('not older than older_than');
    if (classifyStatus(backup.status) === 'failed')
        return { backup, goes: true, reason: `ended as ${backup.status}` };
    if (rule.keepLast === null)
        return { backup, goes: true, reason: 'older than older_than' };
    if (rank === undefined || rank <= rule.keepLast)
        return stays(`number ${rank} of the newest ${rule.keepLast}`);
    return { backup, goes: true, reason: `number ${rank}, beyond the newest ${rule.keepLast}` };
}
/** Ranks from 1, newest first; each kind on its own. Protected ones and new ones take their places too. */
function rankByKind(rows, rule, facts) {
    const taken = new Map(facts.coming ? [['create', 1]] : []);
    const ranks = new Map();
    const ranked = rows.filter((row) => isCompletedManual(row, rule, facts.run) &&
        row.createdAtMs !== null &&
        matches(row, rule.match));
    for (const row of ranked.sort(newestFirst)) {
        const kind = parseMarker(row.description)?.kind ?? 'unmarked';
        const rank = (taken.get(kind) ?? 0) + 1;
        taken.set(kind, rank);
        ranks.set(row, rank);
    }
    return ranks;
}
/** The last completed manual backup in scope of a server is never given up: where all would go, the newest stays. */
function keepNewestCompleted(verdicts, rule, run) {
    const completed = verdicts.filter((v) => isCompletedManual(v.backup, rule, run));
    if (completed.some((v) => !v.goes))
        return [...verdicts];
    const newest = completed.map((v) => v.backup).sort(newestFirst)[0];
    return verdicts.map((v) => v.backup === newest
        ? { backup: v.backup, goes: false, reason: 'the last completed manual backup in scope' }
        : v);
}
function isCompletedManual(row, rule, run) {
    return (row.type === 'manual' &&
        classifyStatus(row.status) === 'completed' &&
        inScope(row, rule.scope, run));
}
function others(rows, one) {
    return rows.filter((row) => row !== one).map((backup) => ({ backup, goes: false, reason: '' }));
}
function byDeletionOrder(a, b) {
    if (a.goes !== b.goes)
        return a.goes ? -1 : 1;
    if (!a.goes)
        return newestFirst(a.backup, b.backup);
    const failed = (v) => (classifyStatus(v.backup.status) === 'failed' ? 0 : 1);
    return failed(a) - failed(b) || newestFirst(b.backup, a.backup);
}

;// CONCATENATED MODULE: ./src/polling.ts
/** Pauses start here and grow by a quarter. */
const INITIAL_INTERVAL_MS = 1_000;
const GROWTH = 1.25;
const HEARTBEAT_MS = 30_000;
/** So many faults in a row are ridden out; the next one ends the wait. */
const MAX_CONSECUTIVE_ERRORS = 10;
const GRACE_PERIOD_MS = 700;
/**
 * @returns `done` once a look says so, or `deadline` after one last look at the deadline itself; where answers are slow, that look is asked as
 *   much earlier as they take, so that its answer can be there in time
 * @throws the fault that was not ridden out, or the eleventh in a row; the reason of `cancel`
 */
async function poll(options) {
    const ended = new AbortController();
    startHeartbeat(options, ended.signal);
    try {
        return await runPolling(options);
    }
    finally {
        ended.abort(ENDED);
    }
}
async function runPolling(options) {
    const { clock, signal, gracePeriodMs = GRACE_PERIOD_MS } = options;
    const deadline = clock.now() + options.timeoutMs;
    // A timer may fire a little early: a look that is asked just before the deadline would be cut off at it.
    const rest = async (until) => {
        while (clock.now() < until)
            await clock.sleep(until - clock.now(), signal);
    };
    let pause = INITIAL_INTERVAL_MS;
    let faults = 0;
    let answerMs = 0;
    await rest(Math.min(clock.now() + options.initialDelayMs, deadline));
    for (;;) {
        const asked = clock.now();
        const end = { deadline, gracePeriodMs, answerMs };
        const isLast = asked >= lastLookAt(end);
        let retryAfterMs = null;
        try {
            // Another look is cut off at the deadline: an old answer says nothing of the time since.
            if (await options.check((isLast ? Math.max(deadline, asked) + gracePeriodMs : deadline) - asked))
                return 'done';
            faults = 0;
            answerMs = clock.now() - asked;
        }
        catch (fault) {
            const ridden = options.retryDelay(fault);
            const isCutOff = !isLast && clock.now() >= deadline; // by us: the last look is still to come
            if (ridden?.counts === false)
                faults = 0;
            else if (!isCutOff)
                faults += 1;
            if (ridden === null || faults > MAX_CONSECUTIVE_ERRORS)
                throw fault;
            retryAfterMs = ridden.retryAfterMs;
        }
        signal.throwIfAborted();
        if (isLast && clock.now() >= deadline)
            return 'deadline';
        const next = clock.now() + Math.max(pause, retryAfterMs ?? 0);
        await rest(nextLookAt({ now: clock.now(), next, isAnswered: retryAfterMs === null }, { ...end, answerMs }));
        pause = nextInterval(pause, options.maxIntervalMs);
    }
}
/** Answers are expected to take a quarter longer than the one before did. */
const MARGIN = 1.25;
/** When to ask the last look: as late as its answer can be there in time. */
function lastLookAt({ deadline, gracePeriodMs, answerMs }) {
    return deadline - Math.max(0, answerMs * MARGIN - gracePeriodMs);
}
/** When to look next. Where answers are slow, a look that would still be under way when the last one is due gives way to it. */
function nextLookAt({ now, next, isAnswered }, end) {
    const lastAt = lastLookAt(end);
    const isInTheWay = lastAt < end.deadline && next + end.answerMs * MARGIN > lastAt;
    if (lastAt > now)
        return isInTheWay ? lastAt : Math.min(next, lastAt);
    return isAnswered && now + end.answerMs <= end.deadline + end.gracePeriodMs
        ? now
        : Math.min(next, end.deadline);
}
/** Each pause is a quarter longer than the one before, up to the longest. Milliseconds. */
function nextInterval(pause, longest) {
    return Math.min(pause * GROWTH, longest);
}
/** A reason of our own: the default one is an error with a stack. */
const ENDED = 'the wait is over';
/** Tells the time while looks are made and paused for. */
function startHeartbeat({ clock, onHeartbeat }, ended) {
    const start = clock.now();
    const next = () => {
        clock.sleep(HEARTBEAT_MS, ended).then(() => {
            if (ended.aborted)
                return;
            onHeartbeat(clock.now() - start);
            next();
        }, ignore);
    };
    next();
}
function ignore() { }

;// CONCATENATED MODULE: ./src/vpsorg/errors.ts
/** What can go wrong between us and the API, and the readable part of its answers. */

/** No usable answer came. */
class NetworkError extends Error {
    code;
    maybeDelivered;
    /**
     * @param code         Node's or our own word for it, `ECONNREFUSED` for one
     * @param maybeDelivered `false` only where it is proven that the request never reached the API
     */
    constructor(code, maybeDelivered, options) {
        super(`${code}: ${NETWORK_ERRORS[code] ?? 'the connection failed'}`, options);
        this.code = code;
        this.maybeDelivered = maybeDelivered;
    }
}
const NETWORK_ERRORS = {
    ECONNREFUSED: 'the connection was refused',
    ECONNRESET: 'the connection was reset',
    ENOTFOUND: 'the host name is not known',
    EAI_AGAIN: 'the host name could not be looked up',
    ETIMEDOUT: 'the connection timed out',
    TIMEOUT: 'no whole answer came in time',
    TOO_LARGE: 'the answer was too large',
    PROXY: 'the proxy did not let the connection through',
};
/** The API answered, but not with what was asked for. */
class ApiError extends Error {
    action;
    status;
    detail;
    about;
    /**
     * @param action what was asked for
     * @param status the HTTP status; `null` where no answer came
     * @param detail the API's own words, one line
     */
    constructor(action, status, detail, about = {}) {
        super(formatMessage(action, status, detail), { cause: about.cause });
        this.action = action;
        this.status = status;
        this.detail = detail;
        this.about = about;
    }
    get retryAfterMs() {
        return this.about.retryAfterMs ?? null;
    }
    /** Whether asking again may help: network faults, 408, 429, 5xx, redirects and unreadable answers. */
    get isTransient() {
        const { status } = this;
        return status === null || status < 400 || status === 408 || status === 429 || status >= 500;
    }
    /** Whether a request that changes something may have been carried out all the same. */
    get mayHaveSucceeded() {
        if (this.cause instanceof NetworkError)
            return this.cause.maybeDelivered;
        return this.isTransient && this.status !== 429;
    }
    /** Why, in a word or two: the status, or what became of the answer where a status would not tell. */
    get shortReason() {
        return this.status === null || this.about.unreadable ? this.detail : String(this.status);
    }
    /** A redirect is never followed; at the start of an operation it means a wrong URL rather than a bad moment. */
    get isRedirect() {
        return this.status !== null && this.status >= 300 && this.status < 400;
    }
}
/**
 * What a waiter makes of a fault: 5xx, 429, network faults and unreadable answers are ridden out.
 *
 * @returns how long the API asks to be left alone, in milliseconds; `null` for a fault that ends a wait
 */
function transientRetryDelay(fault) {
    return fault instanceof ApiError && fault.isTransient
        ? { retryAfterMs: fault.retryAfterMs ?? 0 }
        : null;
}
function formatMessage(action, status, detail) {
    const said = detail === '' ? '' : `: ${detail.replace(/[.\s]+$/, '')}`;
    const what = status === null
        ? `Could not ${action}${said}.`
        : `VPS.org answered ${status} when asked to ${action}${said}.`;
    const hint = status === null
        ? 'Check the network and api_url.'
        : status === 404
            ? NOT_FOUND[action]
            : REMEDIES[status];
    if (hint !== undefined)
        return `${what} ${hint}`;
    return status !== null && status >= 300 && status < 400
        ? `${what} Redirects are not followed: check api_url.`
        : what;
}
const NOT_FOUND = {
    'list the backups': 'Check api_url, and server_id where it is given.',
    'list the servers': 'Check api_url.',
    'start a backup': 'There is no such server, or the token may not see it: check server_id, and whose token it is.',
    'delete the backup': 'There is no such backup: check backup_id.',
    'restore the backup': 'There is no such server or backup, or the token may not see it: check server_id and backup_id.',
};
const REMEDIES = {
    401: 'The token is not valid (any more): make a new one on the developer page of your VPS.org account and store it as the secret that api_token reads.',
    403: 'The token is not permitted to do this: give it the permission on the developer page of your VPS.org account.',
    429: 'Too many requests: try again later, or with fewer workflows at once.',
};
const MAX_DETAIL_LENGTH = 300;
/**
 * The readable part of an error body: `detail`, `message`, `error`, `errors[]`, field maps, plain text or HTML.
 *
 * @returns one line, at most 300 characters
 */
function readableDetail(body) {
    const line = toSingleLine(fromJson(body) ?? fromText(body));
    return line.length > MAX_DETAIL_LENGTH ? `${truncate(line, MAX_DETAIL_LENGTH - 1)}…` : line;
}
function fromJson(body) {
    try {
        return collectMessages(JSON.parse(body), 0).join('; ');
    }
    catch {
        return null;
    }
}
const MAX_DEPTH = 4;
/** What is said in a JSON error body; a field of a field map is named before its sayings. */
function collectMessages(value, depth) {
    if (typeof value === 'string')
        return [value];
    if (typeof value !== 'object' || value === null || depth > MAX_DEPTH)
        return [];
    if (Array.isArray(value))
        return value.slice(0, 10).flatMap((one) => collectMessages(one, depth + 1));
    const plain = ['detail', 'message', 'error', 'errors', 'non_field_errors'];
    const known = plain.flatMap((name) => collectMessages(value[name], depth + 1));
    if (known.length > 0)
        return [...new Set(known)];
    return Object.entries(value)
        .slice(0, 10)
        .flatMap(([field, said]) => collectMessages(said, depth + 1).map((one) => `${field}: ${one}`));
}
function fromText(body) {
    const start = body.slice(0, 20_000);
    if (!/<[a-z!/]/i.test(start))
        return start.slice(0, 2_000);
    const title = /<title[^>]*>([^<]*)</i.exec(start)?.[1] ?? '';
    const text = start
        .replace(/<(script|style|title)[\s\S]*?(<\/\1>|$)/gi, ' ')
        .replace(/<[^>]*>?/g, ' ');
    return `${title} ${text}`.slice(0, 2_000);
}

;// CONCATENATED MODULE: ./src/operations/context.ts



/** A server as it is called in messages. */
function serverLabel(id, name = null) {
    const label = id === null ? 'an unknown server' : `server ${id}`;
    return name ? `${label} (${shorten(name)})` : label;
}
/** The filters in effect, for the log. */
function describeSettings(servers, ...others) {
    const server = servers.length === 0 ? 'any server' : `server ${servers.join(', ')}`;
    return `Filters: ${[server, ...others.filter((one) => one !== null)].join(', ')}`;
}
/**
 * Runs all of them side by side; the failure of one does not stop the others.
 *
 * @throws Cancelled once all have ended, if any was cancelled
 */
async function settleAll(tasks) {
    const settled = await Promise.allSettled(tasks.map((task) => task()));
    return settled.map((one) => {
        if (one.status === 'fulfilled')
            return { value: one.value };
        if (one.reason instanceof CancelledError)
            throw one.reason;
        return { error: one.reason instanceof Error ? one.reason : new Error(String(one.reason)) };
    });
}
/** As {@link settleAll}, for each of several servers; an error that does not say of which it is, is told with its server. */
async function forEachServer(ids, task) {
    const settled = await settleAll(ids.map((id, place) => () => task(id, place)));
    if (ids.length === 1)
        return settled;
    return settled.map((one, place) => {
        if (!('error' in one && one.error instanceof ApiError))
            return one;
        return {
            error: new ActionError(`${serverLabel(ids[place] ?? null)}: ${one.error.message}`, '', {
                cause: one.error,
            }),
        };
    });
}
function errorsOf(settled) {
    return settled.flatMap((one) => ('error' in one ? [one.error] : []));
}

;// CONCATENATED MODULE: ./src/report/messages.ts




/** Why a backup that the API says it has started must not be relied on; `null`: nothing speaks against it. */
function validateCreated(backup, asked) {
    if (backup.serverId !== asked)
        return serverMismatch(backup, asked);
    return ['failed', 'gone'].includes(classifyStatus(backup.status)) ? backupFailed(backup) : null;
}
/** The error of a backup that ended in failure. */
function backupFailed(backup) {
    const what = `Backup ${backup.id} of ${serverLabel(backup.serverId, backup.serverName)} ended as ${statusLabel(backup)}: there is no backup to go back to.`;
    return new ActionError(what, 'Do not deploy on it; look at the server at VPS.org, then run again.');
}
/** The error of a backup that is not of the server that was asked for. */
function serverMismatch(backup, asked) {
    const what = `VPS.org answered with backup ${backup.id} of ${serverLabel(backup.serverId, backup.serverName)} when asked for one of server ${asked}.`;
    return new ActionError(what, 'Do not rely on it; look at both servers at VPS.org.');
}
/** @param timeoutMs the whole wait, in milliseconds */
function waitTimedOut(one, timeoutMs) {
    const what = `${backupLabel(one)} was not finished within wait_timeout (${formatDuration(timeoutMs)}); its last status was ${lastStatusLabel(one)}.`;
    return new ActionError(what, resumeHint(one));
}
/** @param absences so many whole lists in a row did not show it */
function backupDisappeared(one, absences) {
    const what = `${backupLabel(one)} is no longer in the list: it was there (${lastStatusLabel(one)}), and then missing from ${absences} whole lists in a row.`;
    return new ActionError(what, 'Somebody may have deleted it. Do not deploy on it; run again.');
}
/** @param goneMs since the wait began, in milliseconds */
function backupNotListed(one, goneMs) {
    const what = `${backupLabel(one)} is not in the list of backups, ${formatDuration(goneMs)} after the wait began.`;
    if (one.backup !== null)
        return new ActionError(what, 'VPS.org gave this id when it took the order: look at the server there.');
    return new ActionError(what, CHECK_ID);
}
const CHECK_ID = 'Check backup_id, and that the token belongs to the account that owns it.';
function waitAborted(one, fault) {
    const what = `Could not go on waiting for ${backupLabel(one, 'backup')} (last status ${lastStatusLabel(one)}): ${fault.message}`;
    return new ActionError(what, resumeHint(one), { cause: fault });
}
/** What becomes of it, and the step that would go on waiting. Of one that was never seen nobody knows whether there is one. */
function resumeHint({ id, last }) {
    const goesOn = last === null ? CHECK_ID : 'The backup itself goes on at VPS.org.';
    return `${goesOn} To go on waiting, run a step with operation: wait and backup_id: ${id}.`;
}
/** `Backup 502 of server 12345 (web-server-01)` */
function backupLabel(one, noun = 'Backup') {
    return `${noun} ${one.id} of ${serverLabel(one.last?.serverId ?? one.serverId, one.last?.serverName)}`;
}
function lastStatusLabel(one) {
    return one.last === null ? 'not seen yet' : statusLabel(one.last);
}
function statusLabel(backup) {
    return shorten(backup.status, 60) || 'no status';
}

;// CONCATENATED MODULE: ./src/report/report.ts
const EMPTY = {
    serverId: null,
    serverName: null,
    id: null,
    backup: null,
    status: '',
    waitedMs: null,
    key: null,
};
/** What a row of the API tells of a backup. */
function observed(backup) {
    const { serverId, serverName, id, status } = backup;
    return { serverId, serverName, id, backup, status };
}
/** A backup of which a row is all that is known. */
function reportOf(backup) {
    return { ...EMPTY, ...observed(backup) };
}
/** The ids of the backups that are, may be or would be deleted: what counts on a backup must not count on these. */
function deletedIds({ deletions }) {
    return new Set(deletions.filter((one) => one.outcome !== 'failed').map((one) => one.backup.id));
}
/** More backups or deletions than this are written out at the first id and at {@link Recorder.flush}, not at each change. */
const SMALL = 20;
/** The running record of {@link Report}. What is known is written out as it comes, so that no failure and no kill loses an id. */
class Recorder {
    write;
    report;
    /** The one array behind `facts.backups`: a copy for each change of a fleet would be quadratic. */
    #backups = [];
    #knowsId = false;
    /** @param write writes the outputs that the facts come to */
    constructor(operation, write) {
        this.write = write;
        const backups = this.#backups;
        const nothing = {
            listLoaded: false,
            status: null,
            safety: null,
            deletions: [],
            decisions: [],
            reused: false,
            waitedMs: 0,
        };
        this.report = { operation, backups, ...nothing };
    }
    update(change) {
        if (change.backups !== undefined)
            this.#backups = [...change.backups];
        this.report = { ...this.report, ...change, backups: this.#backups };
        this.#changed(change.backups?.some((fact) => fact.id !== null) ?? false);
    }
    /** Changes what is known of the backup at a place in the order given. */
    updateBackup(place, change) {
        this.#backups[place] = { ...(this.#backups[place] ?? EMPTY), ...change };
        this.#changed(change.id !== undefined && change.id !== null);
    }
    /** @param ms milliseconds of one more phase */
    addWaitTime(ms) {
        this.update({ waitedMs: this.report.waitedMs + ms });
    }
    addDeletion(deletion) {
        this.update({ deletions: [...this.report.deletions, deletion] });
    }
    flush() {
        this.write(this.report);
    }
    #changed(tellsId) {
        const isFirstId = tellsId && !this.#knowsId;
        this.#knowsId ||= tellsId;
        const size = Math.max(this.#backups.length, this.report.deletions.length);
        if (size <= SMALL || isFirstId)
            this.flush();
    }
}

;// CONCATENATED MODULE: ./src/steps/create-once.ts
/** Starts a backup, exactly once in effect: an answer that leaves the outcome open is never answered by a blind second POST. */









/** It could not be learned whether there is a backup. */
class UnconfirmedError extends ActionError {
}
/** Whether an error of {@link createOnce} leaves it open whether there is a backup. */
function isUnconfirmed(error) {
    return error instanceof UnconfirmedError || error instanceof CancelledInFlight;
}
/** How long to look for a backup whose POST had no clear answer, in milliseconds. */
const ADOPTION = { timeoutMs: 30_000, maxIntervalMs: 5_000, gracePeriodMs: 5_000 };
function withIdempotencyKey(deps, order) {
    const { owner, repo, repositoryId, runId, attempt, job, sha } = deps.run;
    const marker = {
        owner,
        repo,
        repositoryId,
        runId,
        attempt,
        job,
        sha,
        kind: order.kind,
        key: deps.newIdempotencyKey(),
    };
    return {
        ...order,
        idempotencyKey: marker.key,
        description: composeDescription(order.text, marker),
    };
}
/**
 * @returns the backup as the API told of it, or the refusal that proves that there is none
 * @throws an error that {@link isUnconfirmed} where neither is proven; Cancelled
 */
async function createOnce(deps, order) {
    const first = await send(deps, order);
    if (first.kind !== 'open')
        return settled(deps, order, first);
    try {
        return await settleOpen(deps, order, first.error);
    }
    catch (error) {
        throw error instanceof CancelledError ? new CancelledInFlight(error.by) : error;
    }
}
/** A backup that was there before is not the one that was ordered, whatever the answer says. */
async function send(deps, order) {
    const outcome = await deps.client.createBackup(order.serverId, order.description);
    if (outcome.kind !== 'accepted' || isNew(outcome.value, order))
        return outcome;
    const why = `its answer names backup ${outcome.value.id}, which was there before`;
    return { kind: 'open', error: new ApiError('start a backup', 201, why, { unreadable: true }) };
}
/** After an answer that leaves it open: adopt what carries our key, or send once more where it is proven absent, or give up. */
async function settleOpen(deps, order, open) {
    deps.log.info(`It is not clear whether VPS.org took the order for ${serverLabel(order.serverId)} (${why(open)}); looking for a backup with key=${order.idempotencyKey}`);
    const search = await searchForKey(deps, order);
    if (search.found !== null)
        return adopt(deps, order, search.found);
    if (search.lookalike !== null)
        throw lookalike(order, open, search.lookalike);
    if (!search.absent)
        throw unknown(order, open, 'The list of backups could not be read to find out.');
    if (order.earlierAttemptUnconfirmed)
        throw unknown(order, open, 'An answer before was not clear either, and no list shows it: it is not sent again.');
    deps.log.info(`No backup with key=${order.idempotencyKey} in ${search.fullLooks} whole lists: the order was lost; sending it once more, with the same key`);
    const second = await send(deps, order);
    if (second.kind === 'accepted')
        return settled(deps, order, second);
    const last = await lookOnceMore(deps, order);
    if (last.found !== null)
        return adopt(deps, order, last.found);
    if (last.lookalike !== null)
        throw lookalike(order, second.error, last.lookalike);
    // What was refused is refused; unless the first, though no list shows it, is what took the last place.
    const isRefused = second.kind === 'refused' &&
        !(mayBeLimitReached(second.error) && last.places === MANUAL_BACKUP_LIMIT - 1);
    if (isRefused && last.places !== null)
        return { refused: second.error, wasOpen: true };
    throw unknown(order, second.error, last.places === null
        ? 'It was sent twice, and the list of backups could not be read whole to find out.'
        : SENT_TWICE);
}
const SENT_TWICE = 'It was sent twice, and no list shows it.';
/** Unlike the looks of the search it is retried: no other comes after it. */
async function lookOnceMore(deps, order) {
    try {
        const { items, complete } = await deps.client.listBackups({ serverId: order.serverId }, {}, showsKey(order));
        const its = items.filter((row) => row.serverId === order.serverId);
        return {
            ...whatIsOurs(items, order),
            places: complete ? countedTowardLimit(its).length : null,
        };
    }
    catch (fault) {
        if (fault instanceof ApiError)
            return { found: null, lookalike: null, places: null };
        throw fault;
    }
}
/** The backup that carries our key, and a new one that may be ours all the same. */
function whatIsOurs(rows, order) {
    return {
        found: rows.find((row) => carries(row, order.idempotencyKey)) ?? null,
        lookalike: rows.find((row) => isLookalike(row, order)) ?? null,
    };
}
/** Lists again and again for 30 s. Only looks with a full view count as absence. */
async function searchForKey(deps, order) {
    let found = null;
    let lookalike = null;
    let fullLooks = 0;
    let lastIsFull = false;
    const check = async (timeoutMs) => {
        lastIsFull = false;
        const { items, complete } = await deps.client.listBackups({ serverId: order.serverId }, { timeoutMs }, showsKey(order));
        const ours = whatIsOurs(items, order);
        found = ours.found;
        lookalike ??= ours.lookalike;
        lastIsFull = complete;
        if (complete)
            fullLooks += 1;
        return found !== null;
    };
    try {
        await poll({
            ...ADOPTION,
            clock: deps.clock,
            signal: deps.signal,
            initialDelayMs: 0,
            check,
            retryDelay: transientRetryDelay,
            onHeartbeat: () => { },
        });
    }
    catch (fault) {
        if (!(fault instanceof ApiError))
            throw fault;
        lastIsFull = false;
    }
    return { found, lookalike, absent: lastIsFull, fullLooks };
}
/** A page that shows the key is enough: what a later page comes to must not lose the id. */
function showsKey(order) {
    return (_, page) => page.some((row) => carries(row, order.idempotencyKey));
}
function carries(row, key) {
    return parseMarker(row.description)?.key === key;
}
function isNew(row, order) {
    return !order.before.items.some((old) => old.id === row.id);
}
/**
 * One that has our key somewhere, which nobody else can have; or a new manual backup of that server whose text is a prefix of ours, cut with
 * or without dots, but whose marker is gone.
 */
function isLookalike(row, order) {
    const text = (row.description ?? '').slice(0, LONGEST_SEARCHED).toLowerCase().trim();
    if (text.includes(`key=${order.idempotencyKey}`))
        return true;
    const here = row.serverId === null || row.serverId === order.serverId;
    if (!isNew(row, order) || !here || row.type !== 'manual')
        return false;
    return order.description.toLowerCase().startsWith(text.replace(/(\.{3}|…)$/, '').trimEnd());
}
/** Ours may have grown at VPS.org, but not without end. */
const LONGEST_SEARCHED = 1_000;
function adopt(deps, order, backup) {
    deps.log.info(`Found: backup ${backup.id} carries key=${order.idempotencyKey}, so VPS.org did take the order; it is ours`);
    return settled(deps, order, { kind: 'accepted', value: backup });
}
function settled(deps, order, outcome) {
    if (outcome.kind === 'refused')
        return { refused: outcome.error, wasOpen: order.earlierAttemptUnconfirmed ?? false };
    const backup = { ...outcome.value, serverId: outcome.value.serverId ?? order.serverId };
    // An answer without a description says nothing of it: the list will.
    if (backup.description !== null)
        warnIfMarkerMissing(deps, backup, order.idempotencyKey);
    return { backup };
}
/** Rotation and `latest` know a backup by its marker alone. */
function warnIfMarkerMissing(deps, backup, key) {
    if (carries(backup, key))
        return;
    deps.log.warning(`VPS.org gave backup ${backup.id} of ${serverLabel(backup.serverId)} another description than was sent, without our marker: rotation and latest will not know this backup.`);
}
function why(error) {
    return error.detail === '' || error.shortReason === error.detail
        ? error.shortReason
        : `${error.shortReason}: ${error.detail}`;
}
function unknown(order, error, reason, advice = ifThere(order)) {
    const what = `It is not known whether VPS.org started a backup of ${serverLabel(order.serverId)} (${why(error)}). ${reason}`;
    return new UnconfirmedError(what, advice, { cause: error });
}
function ifThere(order) {
    const look = `Look at the backups of server ${order.serverId} for one whose description ends with key=${order.idempotencyKey}]:`;
    return `${look} if it is there, use it by its id (operation: wait); if not, run again.`;
}
function lookalike(order, error, row) {
    const text = shorten(row.description ?? '', 60);
    const reason = `Backup ${row.id} is new and its text ("${text}") may be ours, its marker (key=${order.idempotencyKey}]) damaged, so nothing more was sent.`;
    return unknown(order, error, reason, `Look at backup ${row.id}: if it is yours, use it by its id (operation: wait); if it is not, run again.`);
}
/** The error for a refusal: what fills the server's places, if that is the likely cause. */
function rejectedError(order, error, room) {
    const places = countedTowardLimit(room.rows);
    const where = `No backup of ${serverLabel(order.serverId, room.rows[0]?.serverName)} was started.`;
    if (!mayBeLimitReached(error) || places.length < room.limit)
        return new ActionError(`${where} ${error.message}`, '', { cause: error });
    const said = error.detail === '' ? `${error.status}` : `${error.status}: ${error.detail}`;
    const filled = [...places].sort(newestFirst).reverse().map(placeInWords).join(', ');
    const what = `${where} It has ${places.length} manual backups, and VPS.org keeps at most ${room.limit} (it said ${said}). From the oldest: ${filled}.`;
    return new ActionError(what, room.advice, { cause: error });
}
/** `501 (2025-01-14, completed)` */
function placeInWords(row) {
    return `${row.id} (${shorten((row.createdAt ?? 'no date').slice(0, 10))}, ${shorten(row.status, 30)})`;
}
/** Whether a refusal is one that a full server could answer with. */
function mayBeLimitReached(error) {
    return (error.status === 400 || error.status === 403 || error.status === 409 || error.status === 422);
}

;// CONCATENATED MODULE: ./src/steps/list-backups.ts

/**
 * Makes looks. Where one server's list shows what is wanted, it is asked for; else the list of all, as far as it shows that; and each
 * server's own list once that has shown to take fewer requests.
 *
 * @param onlyOn where the backups are whose server is not known; none: anywhere
 * @returns a function of what is wanted and the milliseconds that the look may take in all
 */
function createBackupLister({ client, clock }, onlyOn = []) {
    let way = null;
    const each = async (lists, effort) => {
        const servers = [...lists.keys()];
        const views = servers.map((serverId) => client.listBackups(serverId === null ? {} : { serverId }, effort(), showing(lists.get(serverId) ?? [])));
        return readable(servers, await Promise.allSettled(views), (one) => candidateServers(one, onlyOn));
    };
    return async (wanted, budgetMs) => {
        const until = clock.now() + budgetMs;
        const effort = () => ({ timeoutMs: until - clock.now() });
        const lists = listsOf(wanted, onlyOn);
        if (lists.size === 1 || way === 'each')
            return each(lists, effort);
        const isShown = showing(wanted);
        const all = await client.listBackups({}, effort(), way === 'pages' ? isShown : () => true);
        const look = ofAll(all);
        if (all.complete || isShown(look.rows))
            return look;
        if (way === 'pages') {
            // Not even all the pages that are followed show it.
            way = 'each';
            return look;
        }
        way = cheapestWay(all, lists.size);
        return way === 'each'
            ? each(lists, effort)
            : ofAll(await client.listBackups({}, effort(), isShown));
    };
}
function listsOf(wanted, onlyOn) {
    const lists = new Map();
    for (const one of wanted) {
        for (const serverId of candidateServers(one, onlyOn)) {
            const here = lists.get(serverId);
            if (here === undefined)
                lists.set(serverId, [one]);
            else
                here.push(one);
        }
    }
    return lists;
}
/** The servers whose own lists may show it; `null`: the list of all. */
function candidateServers({ serverId }, onlyOn) {
    if (serverId !== null)
        return [serverId];
    return onlyOn.length > 0 ? onlyOn : [null];
}
const PAGES_UNLESS_TOLD = 4;
/** @param first what the first page of the list of all came to */
function cheapestWay(first, servers) {
    // No page is left over, and still it is not all: a server's own list may show more.
    if (!first.truncated)
        return 'each';
    return (first.pagesInAll ?? PAGES_UNLESS_TOLD) <= servers ? 'pages' : 'each';
}
function showing(wanted) {
    return (rows) => wanted.every((one) => rows.has(one.id));
}
/**
 * The lists that could be read count, and each fault is told with its server; where all failed in passing, so does the look. A token that is not
 * valid is so for all.
 */
function readable(servers, settled, places) {
    const faults = new Map();
    const whole = new Set();
    const rows = new Map();
    for (const [place, one] of settled.entries()) {
        const serverId = servers[place] ?? null;
        if (one.status === 'fulfilled') {
            for (const row of one.value.items)
                rows.set(row.id, row);
            if (one.value.complete)
                whole.add(serverId);
        }
        else if (!(one.reason instanceof ApiError) || one.reason.status === 401)
            throw one.reason;
        else
            faults.set(serverId, one.reason);
    }
    const all = [...faults.values()];
    const passing = all.filter((fault) => transientRetryDelay(fault) !== null);
    if (passing.length === settled.length)
        throw longestPause(all);
    const isWholeFor = (one) => places(one).every((serverId) => whole.has(serverId));
    return {
        rows,
        isWholeFor,
        faults,
        ...(passing.length > 0 ? { fault: longestPause(passing) } : {}),
    };
}
function longestPause(faults) {
    const pause = (fault) => fault.retryAfterMs ?? 0;
    return faults.reduce((longest, fault) => (pause(fault) > pause(longest) ? fault : longest));
}
function ofAll({ items, complete }) {
    return {
        rows: new Map(items.map((row) => [row.id, row])),
        isWholeFor: () => complete,
        faults: new Map(),
    };
}

;// CONCATENATED MODULE: ./src/steps/resolve-servers.ts



/**
 * The ids of the servers that the inputs name.
 *
 * @throws OperationError where no server or several bear the name, where that can't be known, or where id and name don't agree
 */
async function resolveServers({ client, log }, query) {
    const { ids, name } = query;
    if (name === null)
        return ids;
    const view = await client.listServers();
    const found = view.items.filter((server) => server.name === name);
    const shown = `server_name ${quote(name)}`;
    if (!view.complete) {
        throw new ActionError(`The list of servers came incomplete, so it can't be known which server ${shown} means; nothing was changed.`, 'Give server_id instead.');
    }
    if (found.length > 1) {
        const all = found.map((server) => server.id).join(', ');
        throw new ActionError(`${shown} is the name of ${found.length} servers (${all}); nothing was changed.`, 'Give the server_id of the one that is meant.');
    }
    const [server] = found;
    if (server === undefined) {
        throw new ActionError(`No server of this account has the ${shown}; nothing was changed.`, 'The whole name is compared, upper and lower case and spaces too.');
    }
    if (ids.length > 0 && !ids.includes(server.id)) {
        throw new ActionError(`server_id ${ids.join(', ')} and ${shown} are not the same server: that is the name of server ${server.id}; nothing was changed.`, 'Correct one of the two.');
    }
    log.info(`${shown} is server ${server.id}`);
    return [server.id];
}
/**
 * Where to get the backups of each of several servers: one list of all serves, where it can be had whole with fewer requests.
 *
 * @returns a function of a server's id; where each server's own list is asked for, one that fails does not stop the others
 */
async function viewSource(api, serverIds) {
    const all = serverIds.length > 1 ? await listAll(api, serverIds.length) : null;
    if (all === null)
        return (serverId) => listServerBackups(api, serverId);
    const rows = new Map(serverIds.map((id) => [id, []]));
    for (const row of all.items)
        rows.get(row.serverId ?? 0)?.push(row);
    return async (serverId) => ({ items: rows.get(serverId) ?? [], complete: true });
}
/**
 * The backups of one server; filtered on this side too, as it is not documented whether the API's filter can be relied on.
 *
 * @param enough stops the reading early once these rows are enough; the view is then partial
 */
async function listServerBackups(api, serverId, enough) {
    const { items, complete } = await api.listBackups({ serverId }, {}, enough);
    return {
        items: items.filter((row) => row.serverId === serverId),
        complete,
        strays: items.filter((row) => row.serverId === null),
    };
}
/** One list of everything, or `null` where it would take more requests than there are servers, or does not come whole. */
async function listAll(api, servers) {
    const first = await api.listBackups({}, {}, () => true);
    if (first.complete)
        return first;
    if (cheapestWay(first, servers) === 'each')
        return null;
    const all = await api.listBackups({});
    return all.complete ? all : null;
}

;// CONCATENATED MODULE: ./src/steps/prune-server.ts







/**
 * Only what the first list gives up, and each fresh list again, goes. After a delete that fails the rest is tried. Once all has been tried, no
 * list is read any more: it could only fail what is done.
 *
 * @throws ApiError where the first list can't be read; OperationError where it is not whole; Cancelled
 */
async function pruneServer(deps, order) {
    const first = await freshVerdicts(deps, order);
    if (first === null)
        throw incompleteListError(order.serverId, {
            deleted: hasDeleted(deps, order.serverId),
            untried: [],
        });
    deps.recorder.update({ decisions: [...deps.recorder.report.decisions, ...first] });
    const planned = first.filter((verdict) => verdict.goes);
    if (!order.dryRun)
        return deletePlanned(deps, order, planned);
    for (const verdict of planned)
        recordDryRunDeletion(deps, verdict);
    return { attempted: 0, failures: [], abortedBy: null };
}
async function deletePlanned(deps, order, planned) {
    const untried = new Set(planned.map((verdict) => verdict.backup.id));
    const failures = [];
    const end = (abortedBy) => ({
        attempted: planned.length - untried.size,
        failures,
        abortedBy,
    });
    let verdicts = planned;
    try {
        for (;;) {
            const next = verdicts.find((verdict) => verdict.goes && untried.has(verdict.backup.id));
            if (next === undefined)
                return end(null);
            untried.delete(next.backup.id);
            const failure = await deleteBackup(deps, next);
            if (failure !== null)
                failures.push(failure);
            if (untried.size === 0)
                return end(null);
            const fresh = await freshVerdicts(deps, order);
            if (fresh === null)
                return end(incompleteListError(order.serverId, { deleted: true, untried: [...untried] }));
            verdicts = fresh;
        }
    }
    catch (fault) {
        if (!(fault instanceof ApiError))
            throw fault;
        return end(unreadList(order.serverId, fault, [...untried]));
    }
}
/** All that went wrong, in the order in which it did. */
function pruneErrors({ failures, abortedBy }) {
    return abortedBy === null ? [...failures] : [...failures, abortedBy];
}
/** Deletes one backup, and records what came of it. */
async function deleteBackup(deps, { backup, reason }) {
    const what = `backup ${backup.id} of ${serverLabel(backup.serverId, backup.serverName)}`;
    try {
        const outcome = await deps.client.deleteBackup(backup.id);
        deps.recorder.addDeletion({ backup, reason: reason, outcome });
        if (outcome === 'deleted')
            deps.log.info(`Deleted ${what}: ${reason}`);
        else
            deps.log.notice(`${what} was gone already (404) when it was to be deleted.`);
        return null;
    }
    catch (fault) {
        if (fault instanceof CancelledInFlight)
            deps.recorder.addDeletion({ backup, reason: reason, outcome: 'may be deleted' });
        if (!(fault instanceof ApiError))
            throw fault;
        deps.recorder.addDeletion({
            backup,
            reason: reason,
            outcome: fault.mayHaveSucceeded ? 'may be deleted' : 'failed',
        });
        const hint = fault.mayHaveSucceeded
            ? 'It may be deleted all the same: operation: list shows whether it is there.'
            : '';
        return new ActionError(`Could not delete ${what}: ${fault.message}`, hint, { cause: fault });
    }
}
function recordDryRunDeletion(deps, { backup, reason }) {
    deps.log.info(`Would delete backup ${backup.id} of ${serverLabel(backup.serverId, backup.serverName)}: ${reason}`);
    deps.recorder.addDeletion({ backup, reason: reason, outcome: 'would be deleted' });
}
/** A partial view deletes nothing. */
function incompleteListError(serverId, { deleted, untried } = { deleted: false, untried: [] }) {
    const so = deleted ? 'nothing more is deleted' : 'nothing is deleted on a guess';
    const what = `The list of backups of ${serverLabel(serverId)} came incomplete; ${so}.${notTried(untried)}`;
    return new ActionError(what, 'Try again later; if it stays so, delete by hand or with operation: delete.');
}
function unreadList(serverId, fault, untried) {
    const what = `The list of backups of ${serverLabel(serverId)} could not be read before the next delete.${notTried(untried)}`;
    return new ActionError(what, fault.message, { cause: fault });
}
function notTried(ids) {
    return ids.length === 0 ? '' : ` Not tried: backup ${ids.join(', ')}.`;
}
/** Room may have been made on it before. */
function hasDeleted(deps, serverId) {
    return deps.recorder.report.deletions.some((one) => one.backup.serverId === serverId);
}
/** The rule in words, for the log. */
function describePolicy(rule) {
    const parts = [
        rule.keepLast === null ? null : `keep_last ${rule.keepLast}`,
        rule.olderThanMs === null ? null : `older_than ${formatDuration(rule.olderThanMs)}`,
        `scope ${rule.scope}`,
        rule.match === null ? null : `match "${rule.match}"`,
    ];
    return parts.filter((part) => part !== null).join(', ');
}
/**
 * What this step has deleted may still be listed for a while: it is taken out before the rule looks.
 *
 * @returns `null` where the list is not whole
 */
async function freshVerdicts(deps, order) {
    const view = await listServerBackups(deps.client, order.serverId);
    if (!view.complete)
        return null;
    const gone = deletedIds(deps.recorder.report);
    const rows = view.items.filter((row) => !gone.has(row.id));
    return applyRetention(rows, order.rule, {
        run: deps.run,
        now: deps.clock.now(),
        ownBackupIds: order.ownBackupIds,
        coming: false,
    });
}

;// CONCATENATED MODULE: ./src/steps/free-slot.ts






const WITHOUT_ROOM = 'Delete one (operation: delete), or prune (operation: prune), or give keep_last so that room is made and old ones rotate out.';
/** Why none makes room, and what to do. */
function noneMayGo({ keepLast, scope }) {
    const why = `None of them may go by the rules of keep_last: they are among the newest ${keepLast}, protected, fresh, from this run, or not in scope.`;
    const wider = scope === 'server' ? '' : ', or give scope: server if all of them may rotate';
    return `${why} Delete one by hand or with operation: delete, or give a lower keep_last${wider}.`;
}
/**
 * Starts a backup; where the server is full and the rule allows it, makes room for it once.
 *
 * @param rule `null`: nothing is ever deleted
 * @throws OperationError, ApiError, Cancelled; what {@link isUnknown} says of the error holds here too
 */
async function createFreeingSlot(deps, order, rule) {
    const started = await createOnce(deps, order);
    if ('backup' in started)
        return started.backup;
    const wasFull = countedTowardLimit(order.before.items).length >= MANUAL_BACKUP_LIMIT;
    const refused = (rows, advice) => rejectedError(order, started.refused, { rows, limit: MANUAL_BACKUP_LIMIT, advice });
    if (rule === null || !wasFull || !mayBeLimitReached(started.refused))
        throw refused(order.before.items, WITHOUT_ROOM);
    const gone = await freeSlot(deps, order, { rule, refused, error: started.refused });
    const again = await createOnce(deps, { ...order, earlierAttemptUnconfirmed: started.wasOpen });
    if ('backup' in again)
        return again.backup;
    const what = gone === null ? 'Though a place had become free' : `Though backup ${gone.id} had made room`;
    const error = rejectedError(order, again.refused, {
        rows: [],
        limit: MANUAL_BACKUP_LIMIT,
        advice: '',
    });
    throw new ActionError(`${error.message} ${what}, it was refused again: the places were not the cause, or somebody else took this one.`, '', { cause: error });
}
/** @returns the backup that made room; `null` where a place was free already */
async function freeSlot(deps, order, room) {
    const view = await listServerBackups(deps.client, order.serverId);
    if (!view.complete)
        throw room.refused(order.before.items, incompleteListError(order.serverId).message);
    if (countedTowardLimit(view.items).length < MANUAL_BACKUP_LIMIT) {
        deps.log.info(`A place on ${serverLabel(order.serverId)} has become free meanwhile; nothing is deleted`);
        return null;
    }
    const choice = chooseEviction(view.items, room.rule, {
        run: deps.run,
        now: deps.clock.now(),
        ownBackupIds: new Set(),
        coming: true,
    });
    if (choice === null)
        throw room.refused(view.items, noneMayGo(room.rule));
    deps.log.info(`${serverLabel(order.serverId)} has ${countedTowardLimit(view.items).length} manual backups and refused another (${room.error.status}): making room for one`);
    const failure = await deleteBackup(deps, {
        ...choice,
        reason: `room for the new backup: ${choice.reason}`,
    }).catch((fault) => {
        // What is in flight here is the delete, not the order.
        throw fault instanceof CancelledInFlight ? new CancelledError(fault.by) : fault;
    });
    if (failure !== null)
        throw room.refused(view.items, failure.message);
    return choice.backup;
}

;// CONCATENATED MODULE: ./src/steps/reuse.ts

/** @returns `null` where none serves, or none is wanted */
function findReusable(deps, inputs, before) {
    if (inputs.reuseMaxAgeMs === null)
        return null;
    if (!before.complete)
        deps.log.warning('The list came incomplete: an earlier backup of this run may be there, and is not seen.');
    return selectReusable(before.items, {
        run: deps.run,
        now: deps.clock.now(),
        maxAgeMs: inputs.reuseMaxAgeMs,
    });
}

;// CONCATENATED MODULE: ./src/steps/plan-create.ts






function previewCreate(deps, inputs, order) {
    const reused = findReusable(deps, inputs, order.before);
    const keyed = withIdempotencyKey(deps, order);
    const room = reused === null && inputs.keepLast !== null && order.before.complete
        ? roomFor(deps, inputs.keepLast, { inputs, order })
        : null;
    if (reused !== null) {
        deps.recorder.update({ reused: true });
        deps.recorder.updateBackup(order.place, observed(reused));
        deps.log.info(`Would use backup ${reused.id} of ${serverLabel(order.serverId)} again, made by an earlier attempt of this job`);
    }
    else {
        deps.log.info(`Would start a backup of ${serverLabel(order.serverId)}: "${keyed.description}"`);
        tellPlaces(deps, inputs, { order, room });
    }
    if (inputs.keepLast === null)
        return;
    if (!order.before.complete) {
        const what = `The list of backups of ${serverLabel(order.serverId)} came incomplete:`;
        deps.log.warning(`${what} what keep_last would delete can not be told; while it is so, nothing is deleted.`);
        return;
    }
    const rotated = inputs.wait
        ? rotatedBy(deps, inputs.keepLast, { inputs, order: keyed, reused, room })
        : [];
    for (const verdict of room === null ? rotated : [room, ...rotated])
        recordDryRunDeletion(deps, verdict);
}
function tellPlaces(deps, inputs, { order, room }) {
    const taken = countedTowardLimit(order.before.items).length;
    if (taken < MANUAL_BACKUP_LIMIT)
        return;
    if (inputs.keepLast !== null && !order.before.complete)
        return; // what may make room can't be told
    const comes = room === null
        ? 'none may make room by the rules of keep_last: it would be refused'
        : 'one would have to make room';
    const what = inputs.keepLast === null ? 'without keep_last it would be refused' : comes;
    deps.log.warning(`${serverLabel(order.serverId)} has ${taken} manual backups, of at most ${MANUAL_BACKUP_LIMIT}; ${what}.`);
}
function roomFor(deps, keepLast, at) {
    const { items } = at.order.before;
    if (countedTowardLimit(items).length < MANUAL_BACKUP_LIMIT)
        return null;
    const facts = {
        run: deps.run,
        now: deps.clock.now(),
        ownBackupIds: new Set(),
        coming: true,
    };
    return chooseEviction(items, keepLastPolicy(keepLast, at.inputs.scope), facts);
}
/** What rotation would take once the new backup is completed: the rule is asked about the rows as they would be then. */
function rotatedBy(deps, keepLast, { inputs, order, reused, room }) {
    const now = deps.clock.now();
    const made = reused === null ? planned(order, now) : { ...reused, status: 'completed' };
    const rows = [
        made,
        ...order.before.items.filter((row) => row.id !== made.id && row !== room?.backup),
    ];
    const facts = { run: deps.run, now, ownBackupIds: new Set([made.id]), coming: false };
    return applyRetention(rows, keepLastPolicy(keepLast, inputs.scope), facts).filter((verdict) => verdict.goes);
}
/** The backup that would be made, as its row would be; no row of the API has the id 0. */
function planned({ serverId, description }, now) {
    const dates = { createdAt: new Date(now).toISOString(), createdAtMs: now, expiresAt: null };
    return {
        id: 0,
        serverId,
        serverName: null,
        type: 'manual',
        status: 'completed',
        sizeMb: null,
        description,
        ...dates,
    };
}

;// CONCATENATED MODULE: ./src/steps/rotate.ts




/** @throws Cancelled */
async function rotate(deps, order) {
    const ownBackupIds = new Set(order.completed.map((backup) => backup.id));
    const rule = keepLastPolicy(order.keepLast, order.scope);
    for (const serverId of new Set(order.completed.map((backup) => backup.serverId))) {
        if (serverId === null)
            continue;
        const errors = await pruneServer(deps, {
            serverId,
            rule,
            ownBackupIds,
            dryRun: order.dryRun,
        }).then(pruneErrors, (fault) => {
            if (fault instanceof CancelledError)
                throw fault;
            return [fault];
        });
        if (errors.length > 0) {
            const said = errors.map(errorMessage).join(' ');
            deps.log.warning(`Rotation of ${serverLabel(serverId)} was not finished; the new backup is not touched by that. ${said}`);
        }
    }
}

;// CONCATENATED MODULE: ./src/steps/wait-for-backups.ts








/** How long a backup may take to be listed at all. */
const LISTING_GRACE_MS = 120_000;
/** So many full views in a row must not show it, before a backup that was there counts as gone. */
const MAX_CONSECUTIVE_ABSENCES = 3;
/**
 * @returns for each target, in the order given, its completed row or the error that ends its wait
 * @throws Cancelled
 */
async function waitForBackups(deps, order) {
    const watch = new Watch(deps, order);
    const look = createBackupLister(deps, order.onlyOn);
    let partly = null;
    try {
        await poll({
            clock: deps.clock,
            signal: deps.signal,
            timeoutMs: order.limits.timeoutMs,
            initialDelayMs: order.firstPauseMs,
            maxIntervalMs: order.limits.maxIntervalMs,
            check: async (budgetMs) => {
                const seen = await look(watch.wanted(), budgetMs);
                partly = seen.fault ?? null;
                const done = watch.take(seen);
                if (!done && partly !== null)
                    throw partly;
                return done;
            },
            retryDelay: (fault) => {
                const pause = transientRetryDelay(fault);
                if (pause !== null && fault instanceof ApiError)
                    deps.log.info(`A look failed (${fault.shortReason}); looking again`);
                // Where other lists could be read, each server's faults are counted on their own.
                return pause === null ? null : { ...pause, counts: fault !== partly };
            },
            onHeartbeat: () => watch.tellTime(),
        });
        return watch.end((one) => waitTimedOut(one, order.limits.timeoutMs));
    }
    catch (fault) {
        if (!(fault instanceof ApiError))
            throw fault;
        return watch.end((one) => waitAborted(one, fault));
    }
    finally {
        deps.recorder.addWaitTime(watch.goneMs());
    }
}
class Watch {
    deps;
    order;
    #start;
    #all;
    /** Faults in a row of each server's own list, where others can be read. */
    #faults = new Map();
    /** Statuses that nobody documents, each warned about once. */
    #named = new Set();
    constructor(deps, order) {
        this.deps = deps;
        this.order = order;
        this.#start = deps.clock.now();
        this.#all = order.backups.map((target, place) => ({
            ...target,
            place,
            last: target.backup,
            listed: false,
            absences: 0,
            end: null,
        }));
    }
    /** What is still waited for, on the server that a row has told of, if one has. */
    wanted() {
        return this.#waiting().map(whereabouts);
    }
    /** Takes a look into account; `true` when nothing is waited for any more. */
    take(look) {
        this.#countFaults(look.faults);
        for (const one of this.#waiting()) {
            const row = look.rows.get(one.id);
            const lost = this.#lostTo(one, look);
            if (row !== undefined)
                this.#sight(one, row);
            else if (lost !== null)
                this.#settle(one, { error: waitAborted(one, lost) });
            else if (look.isWholeFor(whereabouts(one)))
                this.#miss(one); // a partial view says nothing of what it does not show
        }
        return this.#waiting().length === 0;
    }
    #countFaults(faults) {
        for (const serverId of this.#faults.keys())
            if (!faults.has(serverId))
                this.#faults.delete(serverId);
        for (const serverId of faults.keys())
            this.#faults.set(serverId, (this.#faults.get(serverId) ?? 0) + 1);
    }
    /** What ends the wait for this backup alone: a list that may show it is refused for good, or fails for the eleventh time in a row. */
    #lostTo(one, { faults }) {
        for (const serverId of candidateServers(whereabouts(one), this.order.onlyOn ?? [])) {
            const fault = faults.get(serverId);
            if (fault === undefined)
                continue;
            if (transientRetryDelay(fault) === null ||
                (this.#faults.get(serverId) ?? 0) > MAX_CONSECUTIVE_ERRORS)
                return fault;
        }
        return null;
    }
    /** Milliseconds since the start. */
    goneMs() {
        return this.deps.clock.now() - this.#start;
    }
    tellTime() {
        const [first, ...others] = this.#waiting();
        if (first === undefined)
            return;
        const more = others.length > 0 ? `, and ${others.length} more unfinished` : '';
        this.deps.log.info(`${backupLabel(first)}: still ${lastStatusLabel(first)}${more}, ${this.#time()}`);
    }
    /** Ends what is still waited for with an error, and tells how each ended. */
    end(error) {
        for (const one of this.#waiting())
            this.#settle(one, { error: error(one) });
        return this.#all.map((one) => one.end ?? { error: error(one) });
    }
    #waiting() {
        return this.#all.filter((one) => one.end === null);
    }
    #sight(one, told) {
        const row = { ...told, serverId: told.serverId ?? one.last?.serverId ?? one.serverId };
        const changed = one.last?.status !== row.status || !one.listed;
        Object.assign(one, { last: row, listed: true, absences: 0 });
        if (changed)
            this.deps.log.info(`${backupLabel(one)}: ${statusLabel(row)}, ${this.#time()}`);
        if (changed)
            this.#tell(one);
        if (!isDocumentedStatus(row.status) && !this.#named.has(row.status)) {
            this.#named.add(row.status);
            this.deps.log.warning(`VPS.org says "${statusLabel(row)}" of a backup, a status that is not documented; it counts as unfinished.`);
        }
        const end = endOf(one, row, this.order.onlyOn ?? []);
        if (end !== null)
            this.#settle(one, end);
    }
    #miss(one) {
        one.absences += 1;
        const goneMs = this.goneMs();
        if (one.listed && one.absences >= MAX_CONSECUTIVE_ABSENCES)
            this.#settle(one, { error: backupDisappeared(one, MAX_CONSECUTIVE_ABSENCES) });
        if (!one.listed && goneMs >= LISTING_GRACE_MS)
            this.#settle(one, { error: backupNotListed(one, goneMs) });
    }
    #settle(one, end) {
        one.end = end;
        this.#tell(one);
    }
    #tell(one) {
        this.order.onUpdate(one.place, { backup: one.last, waitedMs: this.goneMs() });
    }
    #time() {
        return `${formatDuration(this.goneMs())} of ${formatDuration(this.order.limits.timeoutMs)}`;
    }
}
/** Its id, and the server that a row has told of, if one has. */
function whereabouts(one) {
    return { id: one.id, serverId: one.last?.serverId ?? one.serverId };
}
/** Whether a row ends its backup's wait, and how. */
function endOf(one, row, onlyOn) {
    if (onlyOn.length > 0 && (row.serverId === null || !onlyOn.includes(row.serverId))) {
        const what = `Backup ${one.id} is on ${serverLabel(row.serverId, row.serverName)}, not on server ${onlyOn.join(', ')}.`;
        return { error: new ActionError(what, 'Correct server_id or backup_id.') };
    }
    if (one.serverId !== null && row.serverId !== null && row.serverId !== one.serverId) {
        return { error: serverMismatch(row, one.serverId) };
    }
    const state = classifyStatus(row.status);
    if (state === 'completed')
        return { value: row };
    return state === 'pending' ? null : { error: backupFailed(row) };
}

;// CONCATENATED MODULE: ./src/operations/create.ts
















/** @throws OperationError where any server's backup failed; what is known stands in the journal */
async function create(inputs, deps) {
    const servers = await resolveServers(deps, inputs.servers);
    deps.recorder.update({ backups: servers.map((serverId) => ({ ...EMPTY, serverId })) });
    tellFilters(deps, inputs, servers);
    const viewFor = await viewSource(deps.client, servers);
    const text = inputs.description ?? defaultText(deps.run);
    const orderFor = async (serverId, place) => {
        return { serverId, place, kind: 'create', text, before: await viewFor(serverId) };
    };
    if (inputs.dryRun) {
        failIfAny(await forEachServer(servers, async (id, place) => previewCreate(deps, inputs, await orderFor(id, place))));
        return deps.recorder.update({ status: 'dry_run' });
    }
    const started = await forEachServer(servers, async (id, place) => startOne(deps, inputs, await orderFor(id, place)));
    deps.recorder.flush();
    failIfAny(inputs.wait ? await finish(deps, inputs, started) : started);
    if (!inputs.wait)
        tellUnwaited(deps, inputs);
}
function tellFilters(deps, inputs, servers) {
    const rule = ruleOf(inputs);
    const reuse = inputs.reuseMaxAgeMs === null
        ? null
        : `reuse within max_age ${formatDuration(inputs.reuseMaxAgeMs)}`;
    deps.log.info(describeSettings(servers, rule === null ? null : describePolicy(rule), reuse));
}
function ruleOf({ keepLast, scope }) {
    return keepLast === null ? null : keepLastPolicy(keepLast, scope);
}
function failIfAny(ended) {
    const errors = errorsOf(ended);
    if (errors.length > 0)
        throw combineErrors(errors, { count: ended.length, noun: 'servers' });
}
function defaultText(run) {
    return `Before ${run.workflow} #${run.runNumber} by ${run.actor}`;
}
async function startOne(deps, inputs, order) {
    const { serverId, before, place } = order;
    const reused = findReusable(deps, inputs, before);
    if (reused !== null) {
        deps.recorder.update({ reused: true });
        deps.recorder.updateBackup(place, reportOf(reused));
        deps.log.info(`Backup ${reused.id} of ${serverLabel(serverId, reused.serverName)} was made by an earlier attempt of this job (${shorten(reused.status)}): it is used again`);
        return {
            backup: reused,
            proven: classifyStatus(reused.status) === 'completed',
            unseenKey: null,
        };
    }
    const keyed = withIdempotencyKey(deps, order);
    try {
        deps.recorder.updateBackup(place, { key: keyed.idempotencyKey });
        const backup = await createFreeingSlot(deps, keyed, ruleOf(inputs));
        deps.recorder.updateBackup(place, seenOn(serverId, backup));
        const bad = validateCreated(backup, serverId);
        if (bad !== null)
            throw bad;
        deps.log.info(`Backup ${backup.id} of ${serverLabel(serverId, backup.serverName)} started: ${shorten(backup.status) || 'no status'}`);
        return {
            backup,
            proven: false,
            unseenKey: backup.description === null ? keyed.idempotencyKey : null,
        };
    }
    catch (error) {
        if (isUnconfirmed(error))
            deps.recorder.updateBackup(place, { status: 'unknown' });
        throw error;
    }
}
/** Of a backup that is not of the server that was asked for, it is not known what came of the order. */
function seenOn(asked, backup) {
    return { ...observed(backup), ...(backup.serverId === asked ? {} : { status: 'unknown' }) };
}
/** Waits for all that were started, then rotates the servers whose backup is completed. */
async function finish(deps, inputs, started) {
    const ended = started.map((one) => ('value' in one ? { value: one.value.backup } : one));
    const waiting = started.flatMap((one, place) => 'value' in one && !one.value.proven ? [{ ...one.value, place }] : []);
    if (waiting.length > 0) {
        const results = await waitForBackups(deps, {
            backups: waiting.map(({ backup }) => ({ id: backup.id, serverId: backup.serverId, backup })),
            limits: inputs.waitOptions,
            firstPauseMs: INITIAL_INTERVAL_MS,
            onUpdate: (nth, { backup, waitedMs }) => {
                const { place, backup: begun } = waiting[nth] ?? {};
                if (place === undefined)
                    return;
                deps.recorder.updateBackup(place, {
                    ...(backup === null ? {} : seenOn(begun?.serverId ?? null, backup)),
                    waitedMs,
                });
            },
        });
        for (const [nth, result] of results.entries()) {
            const { place = 0, unseenKey = null } = waiting[nth] ?? {};
            ended[place] = result;
            if ('value' in result && unseenKey !== null)
                warnIfMarkerMissing(deps, result.value, unseenKey);
        }
    }
    const completed = ended.flatMap((one) => ('value' in one ? [one.value] : []));
    if (inputs.keepLast !== null)
        await rotate(deps, {
            keepLast: inputs.keepLast,
            scope: inputs.scope,
            completed,
            dryRun: false,
        });
    return ended;
}
function tellUnwaited(deps, inputs) {
    if (inputs.keepLast === null)
        return;
    deps.log.notice('keep_last: nothing was rotated, because wait is false. operation: wait with keep_last does it later.');
}

;// CONCATENATED MODULE: ./src/operations/delete.ts






/** `delete` is a word of the language. */
async function deleteBackups(inputs, deps) {
    const { backupIds, dryRun } = inputs;
    deps.recorder.update({ backups: backupIds.map((id) => ({ ...EMPTY, id })) });
    const [serverId] = await resolveServers(deps, inputs.servers);
    deps.log.info(describeSettings(serverId === undefined ? [] : [serverId]));
    const view = await deps.client.listBackups(serverId === undefined ? {} : { serverId });
    const chosen = backupIds.map((id) => view.items.find((row) => row.id === id && (serverId === undefined || row.serverId === serverId)));
    const missing = backupIds.filter((_, place) => chosen[place] === undefined);
    deps.recorder.update({
        backups: backupIds.map((id, place) => chosen[place] ? reportOf(chosen[place]) : { ...EMPTY, id }),
    });
    if (missing.length > 0)
        throw notThere(missing, serverId, view.complete);
    const backups = chosen.filter((row) => row !== undefined);
    for (const backup of dryRun ? backups : [])
        recordDryRunDeletion(deps, { backup, reason: ASKED_FOR });
    const failures = [];
    for (const backup of dryRun ? [] : backups) {
        const failure = await deleteBackup(deps, { backup, reason: ASKED_FOR });
        if (failure !== null)
            failures.push(failure);
    }
    if (view.complete)
        warnOfBareServers(deps, { rows: view.items, dryRun });
    if (failures.length > 0)
        throw combineErrors(failures, { count: backups.length, noun: 'deletes' });
    deps.recorder.update({ status: dryRun ? 'dry_run' : 'deleted' });
}
const ASKED_FOR = 'asked for by its id';
function notThere(missing, serverId, full) {
    const where = serverId === undefined
        ? 'the list of backups'
        : `the list of backups of ${serverLabel(serverId)}`;
    const partial = full ? '' : ' (which came incomplete)';
    const what = `Nothing was deleted: backup ${missing.join(', ')} ${missing.length > 1 ? 'are' : 'is'} not in ${where}${partial}.`;
    return new ActionError(what, 'Check backup_id and server_id; operation: list shows what is there.');
}
/** A server that had none before is bare all the same: its failed backup may have been taken for one. */
function warnOfBareServers(deps, { rows, dryRun }) {
    const gone = deletedIds(deps.recorder.report);
    const names = new Map(rows.filter((row) => gone.has(row.id)).map((row) => [row.serverId, row.serverName]));
    for (const [serverId, name] of names) {
        if (rows.some((row) => row.serverId === serverId &&
            classifyStatus(row.status) === 'completed' &&
            !gone.has(row.id)))
            continue;
        deps.log.warning(`${serverLabel(serverId, name)} ${dryRun ? 'would be' : 'is'} left without a completed backup.`);
    }
}

;// CONCATENATED MODULE: ./src/operations/list.ts
/** `list`: what the filters let through, newest first. */







async function list(inputs, deps) {
    const servers = await resolveServers(deps, inputs.servers);
    const { backupType, match, scope } = inputs;
    const matching = match === null ? null : `match "${match}"`;
    deps.log.info(describeSettings(servers, `${backupType ?? 'any'} type`, `scope ${scope}`, matching));
    const view = await listed(deps, servers, backupType);
    if (!view.complete)
        deps.log.warning('The list came incomplete: VPS.org counts more backups than it shows, or some could not be read.');
    const wanted = new Set(servers);
    const rows = view.items
        .filter((row) => servers.length === 0 || wanted.has(row.serverId))
        .filter((row) => backupType === null || row.type === backupType)
        .filter((row) => inScope(row, scope, deps.run) && matches(row, match))
        .sort(newestFirst);
    deps.recorder.update({ backups: rows.map(reportOf), listLoaded: true });
    for (const row of rows.slice(0, MOST_LINES)) {
        deps.log.info(`${row.id}: server ${row.serverId ?? '?'}, ${shorten(row.type)}, ${shorten(row.status)}, ${shorten(row.createdAt ?? 'no date')}, ${shorten(row.description ?? '', 255)}`);
    }
    if (rows.length > MOST_LINES)
        deps.log.info(`… and ${rows.length - MOST_LINES} more`);
    deps.log.info(`${rows.length} ${rows.length === 1 ? 'backup' : 'backups'} matched`);
}
/** Of several servers, each one's own list where the list of all does not come whole. */
async function listed(deps, servers, backupType) {
    const [only, more] = servers;
    if (more === undefined)
        return deps.client.listBackups({
            ...(only === undefined ? {} : { serverId: only }),
            backupType,
        });
    const viewFor = await viewSource(deps.client, servers);
    const views = await forEachServer(servers, viewFor);
    const errors = errorsOf(views);
    if (errors.length > 0)
        throw combineErrors(errors, { count: servers.length, noun: 'servers' });
    const read = views.flatMap((one) => ('value' in one ? [one.value] : []));
    return {
        items: read.flatMap((view) => view.items),
        complete: read.every((view) => view.complete),
    };
}
/** A log is read by people. */
const MOST_LINES = 100;

;// CONCATENATED MODULE: ./node_modules/yocto-queue/index.js
/*
How it works:
`this.#head` is an instance of `Node` which keeps track of its current value and nests another instance of `Node` that keeps the value that comes after it. When a value is provided to `.enqueue()`, the code needs to iterate through `this.#head`, going deeper and deeper to find the last value. However, iterating through every single item is slow. This problem is solved by saving a reference to the last value as `this.#tail` so that it can reference it to add a new value.
*/

class Node {
	value;
	next;

	constructor(value) {
		this.value = value;
	}
}

class Queue {
	#head;
	#tail;
	#size;

	constructor() {
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
		if (!current) {
			return;
		}

		this.#head = this.#head.next;
		this.#size--;

		// Clean up tail reference when queue becomes empty
		if (!this.#head) {
			this.#tail = undefined;
		}

		return current.value;
	}

	peek() {
		if (!this.#head) {
			return;
		}

		return this.#head.value;

		// TODO: Node.js 18.
		// return this.#head?.value;
	}

	clear() {
		this.#head = undefined;
		this.#tail = undefined;
		this.#size = 0;
	}

	get size() {
		return this.#size;
	}

	* [Symbol.iterator]() {
		let current = this.#head;

		while (current) {
			yield current.value;
			current = current.next;
		}
	}

	* drain() {
		while (this.#head) {
			yield this.dequeue();
		}
	}
}

;// CONCATENATED MODULE: ./node_modules/p-limit/index.js


function pLimit(concurrency) {
	let rejectOnClear = false;

	if (typeof concurrency === 'object') {
		({concurrency, rejectOnClear = false} = concurrency);
	}

	validateConcurrency(concurrency);

	if (typeof rejectOnClear !== 'boolean') {
		throw new TypeError('Expected `rejectOnClear` to be a boolean');
	}

	const queue = new Queue();
	let activeCount = 0;

	const resumeNext = () => {
		// Process the next queued function if we're under the concurrency limit
		if (activeCount < concurrency && queue.size > 0) {
			activeCount++;
			queue.dequeue().run();
		}
	};

	const next = () => {
		activeCount--;
		resumeNext();
	};

	const run = async (function_, resolve, arguments_) => {
		// Execute the function and capture the result promise
		const result = (async () => function_(...arguments_))();

		// Resolve immediately with the promise (don't wait for completion)
		resolve(result);

		// Wait for the function to complete (success or failure)
		// We catch errors here to prevent unhandled rejections,
		// but the original promise rejection is preserved for the caller
		try {
			await result;
		} catch {}

		// Decrement active count and process next queued function
		next();
	};

	const enqueue = (function_, resolve, reject, arguments_) => {
		const queueItem = {reject};

		// Queue the internal resolve function instead of the run function
		// to preserve the asynchronous execution context.
		new Promise(internalResolve => { // eslint-disable-line promise/param-names
			queueItem.run = internalResolve;
			queue.enqueue(queueItem);
		}).then(run.bind(undefined, function_, resolve, arguments_)); // eslint-disable-line promise/prefer-await-to-then

		// Start processing immediately if we haven't reached the concurrency limit
		if (activeCount < concurrency) {
			resumeNext();
		}
	};

	const generator = (function_, ...arguments_) => new Promise((resolve, reject) => {
		enqueue(function_, resolve, reject, arguments_);
	});

	Object.defineProperties(generator, {
		activeCount: {
			get: () => activeCount,
		},
		pendingCount: {
			get: () => queue.size,
		},
		clearQueue: {
			value() {
				if (!rejectOnClear) {
					queue.clear();
					return;
				}

				const abortError = AbortSignal.abort().reason;

				while (queue.size > 0) {
					queue.dequeue().reject(abortError);
				}
			},
		},
		concurrency: {
			get: () => concurrency,

			set(newConcurrency) {
				validateConcurrency(newConcurrency);
				concurrency = newConcurrency;

				queueMicrotask(() => {
					// eslint-disable-next-line no-unmodified-loop-condition
					while (activeCount < concurrency && queue.size > 0) {
						resumeNext();
					}
				});
			},
		},
		map: {
			async value(iterable, function_) {
				const promises = [];

				try {
					Array.from(iterable, (value, index) => {
						const promise = generator(function_, value, index);
						promises.push(promise);
						return promise;
					});
				} catch (error) {
					// The iterable threw, so `Promise.all` never observes the already scheduled promises. Observe them here to avoid unhandled rejections.
					for (const promise of promises) {
						promise.catch(() => {}); // eslint-disable-line promise/prefer-await-to-then
					}

					throw error;
				}

				return Promise.all(promises);
			},
		},
	});

	return generator;
}

function limitFunction(function_, options) {
	const limit = pLimit(options);

	const limitedFunction = (...arguments_) => limit(() => function_(...arguments_));
	Object.defineProperty(limitedFunction, 'clearQueue', {
		value: limit.clearQueue,
	});

	return limitedFunction;
}

function validateConcurrency(concurrency) {
	if (!((Number.isInteger(concurrency) || concurrency === Number.POSITIVE_INFINITY) && concurrency > 0)) {
		throw new TypeError('Expected `concurrency` to be a number from 1 and up');
	}
}

;// CONCATENATED MODULE: ./src/operations/prune.ts
/** `prune`: gives up what the retention rule gives up, on each server. */





/**
 * As many as requests may be in flight: were all servers begun at once, their first lists would stand in line before any delete, and in a large
 * fleet a list would be old by the time that it justifies one.
 */
const SERVERS_AT_ONCE = 4;
async function prune(inputs, deps) {
    const { keepLast, olderThanMs, scope, match, dryRun } = inputs;
    const rule = { keepLast, olderThanMs, scope, match };
    const servers = await resolveServers(deps, inputs.servers);
    deps.log.info(describeSettings(servers, describePolicy(rule)));
    const inTurn = pLimit(SERVERS_AT_ONCE);
    const pruneOne = async (serverId) => {
        const error = errorIn(serverId, await pruneServer(deps, { serverId, rule, ownBackupIds: new Set(), dryRun }));
        if (error !== null)
            throw error;
    };
    const settled = await forEachServer(servers, (serverId) => inTurn(() => pruneOne(serverId)));
    const errors = errorsOf(settled);
    if (errors.length > 0)
        throw combineErrors(errors, { count: servers.length, noun: 'servers' });
    const went = deps.recorder.report.deletions.length;
    if (went === 0)
        deps.log.info('Nothing had to go');
    deps.recorder.update({ status: dryRun ? 'dry_run' : went === 0 ? 'unchanged' : 'deleted' });
}
/** A list that ended it is told as what it is, beside the deletes that failed. */
function errorIn(serverId, { attempted, failures, abortedBy }) {
    if (failures.length === 0)
        return abortedBy;
    const failed = combineErrors(failures, {
        count: attempted,
        noun: `deletes of server ${serverId}`,
    });
    if (abortedBy === null)
        return failed;
    return new ActionError(`${failed.message}\n${abortedBy.message}`, '', {
        cause: [failed, abortedBy],
    });
}

;// CONCATENATED MODULE: ./src/steps/safety-backup.ts









const HINT = 'To restore without a safety backup, set safety_backup: false; what is on the server now is then lost.';
/** @throws OperationError where it does not come to a completed backup: then nothing is restored; Cancelled */
async function takeSafetyBackup(deps, safety) {
    try {
        await take(deps, safety);
    }
    catch (error) {
        if (error instanceof CancelledError)
            throw error;
        const what = `Nothing was restored: the safety backup of ${serverLabel(safety.serverId, safety.target.serverName)} was not completed.`;
        throw new ActionError(`${what} ${errorMessage(error)}`, HINT, { cause: error });
    }
}
async function take(deps, { serverId, target, knownBackups, text, limits }) {
    // What was there before tells an own backup from others.
    const before = knownBackups.complete
        ? knownBackups
        : await listServerBackups(deps.client, serverId);
    const order = {
        serverId,
        kind: 'safety',
        text: text ?? `Before restore of ${target.id} by ${deps.run.actor}`,
        before,
    };
    const keyed = withIdempotencyKey(deps, order);
    const started = await createOnce(deps, keyed).catch((error) => {
        if (isUnconfirmed(error))
            deps.recorder.update({
                safety: { ...EMPTY, serverId, key: keyed.idempotencyKey, status: 'unknown' },
            });
        throw error;
    });
    if ('refused' in started)
        throw rejectedError(order, started.refused, {
            rows: before.items,
            limit: MANUAL_BACKUP_LIMIT,
            advice: 'Delete one (operation: delete), or prune (operation: prune).',
        });
    const { backup } = started;
    deps.recorder.update({ safety: reportOf(backup) });
    const bad = validateCreated(backup, serverId);
    if (bad !== null)
        throw bad;
    deps.log.info(`Safety backup ${backup.id} of ${serverLabel(serverId, backup.serverName)} started`);
    const [end] = await waitForBackups(deps, {
        backups: [{ id: backup.id, serverId, backup }],
        limits,
        firstPauseMs: INITIAL_INTERVAL_MS,
        onUpdate: (_, { backup: row, waitedMs }) => deps.recorder.update({ safety: { ...reportOf(row ?? backup), waitedMs } }),
    });
    if (end !== undefined && 'error' in end)
        throw end.error;
    deps.log.info(`Safety backup ${backup.id} is completed`);
}

;// CONCATENATED MODULE: ./src/steps/wait-for-restore.ts



const RESTORING = 'restoring';
const SETTLED_STATUSES = new Set(['active', 'stopped']);
const FAILED_STATUSES = new Set(['suspended', 'error', 'failed']);
/** How long a change may take to show. */
const NO_CHANGE_TIMEOUT_MS = 60_000;
const wait_for_restore_MAX_CONSECUTIVE_ABSENCES = 3;
/**
 * Takes one look into account. Pure.
 *
 * @param status the server's status, `null` where the list does not show it
 * @param goneMs milliseconds since the restore was accepted
 */
function observe(before, status, goneMs) {
    const now = update(before, status);
    return { now, end: wait_for_restore_endOf(now, status, goneMs) };
}
/** The first look shows the server when the restore may have begun: only `active` can be taken for what it was before. */
function update(before, status) {
    if (status === null)
        return { ...before, missing: before.missing + 1 };
    const first = before.first ?? (status === RESTORING ? null : status);
    const former = before.previousStatus ?? (first === 'active' ? first : null);
    const restoring = before.restoring || status === RESTORING;
    const changed = before.changed || restoring || status !== (former ?? first);
    return { previousStatus: former, first, restoring, changed, missing: 0 };
}
function wait_for_restore_endOf(now, status, goneMs) {
    if (now.missing >= wait_for_restore_MAX_CONSECUTIVE_ABSENCES)
        return {
            kind: 'unobserved',
            why: `the list of servers did not show it in ${wait_for_restore_MAX_CONSECUTIVE_ABSENCES} looks`,
        };
    if (status !== null && now.changed) {
        if (FAILED_STATUSES.has(status))
            return { kind: 'failed', status };
        if (status === now.previousStatus || (now.restoring && SETTLED_STATUSES.has(status)))
            return { kind: 'restored' };
        if (now.previousStatus === null && status === 'active')
            return {
                kind: 'unobserved',
                why: 'it is active, but what it was before the restore is not known',
            };
    }
    if (!now.changed && goneMs >= NO_CHANGE_TIMEOUT_MS)
        return {
            kind: 'unobserved',
            why: `its status${status === null ? '' : ` (${shorten(status)})`} did not change within ${formatDuration(NO_CHANGE_TIMEOUT_MS)}`,
        };
    return null;
}
/** @throws Cancelled */
async function waitForRestore(deps, order) {
    const start = deps.clock.now();
    let seen = {
        previousStatus: order.former,
        first: null,
        restoring: false,
        changed: false,
        missing: 0,
    };
    let last = null;
    let end = null;
    let wasRead = false;
    const check = async (timeoutMs) => {
        const status = (await findServer(deps, order.serverId, { timeoutMs }))?.status || null;
        wasRead = true;
        const goneMs = deps.clock.now() - start;
        if (status !== null && status !== last)
            deps.log.info(`Server ${order.serverId}: ${shorten(status)}, ${formatDuration(goneMs)} of ${formatDuration(order.limits.timeoutMs)}`);
        last = status ?? last;
        ({ now: seen, end } = observe(seen, status, goneMs));
        return end !== null;
    };
    try {
        const result = await poll({
            clock: deps.clock,
            signal: deps.signal,
            timeoutMs: order.limits.timeoutMs,
            initialDelayMs: INITIAL_INTERVAL_MS,
            maxIntervalMs: order.limits.maxIntervalMs,
            check,
            retryDelay: transientRetryDelay,
            onHeartbeat: (goneMs) => deps.log.info(`Server ${order.serverId}: ${last ?? 'not seen yet'}, ${formatDuration(goneMs)} of ${formatDuration(order.limits.timeoutMs)}`),
        });
        if (result === 'done' && end !== null)
            return end;
        if (!wasRead)
            return { kind: 'unobserved', why: 'the list of servers could not be read' };
        return { kind: 'deadline', status: last };
    }
    catch (fault) {
        if (!(fault instanceof ApiError))
            throw fault;
        return {
            kind: 'unobserved',
            why: `the list of servers could not be read (${fault.shortReason})`,
        };
    }
}
/** The server as the list shows it; `null` where it does not. */
async function findServer(deps, serverId, effort) {
    const view = await deps.client.listServers(effort, (rows) => rows.has(serverId));
    return view.items.find((server) => server.id === serverId) ?? null;
}

;// CONCATENATED MODULE: ./src/operations/restore.ts










async function restore(inputs, deps) {
    const { target } = inputs;
    if ('id' in target)
        deps.recorder.update({
            backups: [{ ...EMPTY, id: target.id, serverId: inputs.servers.ids[0] ?? null }],
        });
    const chosen = await choose(inputs, deps).catch(nothingRestored);
    const { backup, serverId } = chosen;
    if (inputs.dryRun)
        return previewRestore(deps, inputs, backup).catch(nothingRestored);
    const former = await prepare(inputs, deps, chosen).catch(nothingRestored);
    await restore_send(deps, serverId, backup);
    deps.recorder.update({ status: 'accepted' });
    deps.log.info(`VPS.org accepted the restore of backup ${backup.id} to ${serverLabel(serverId, backup.serverName)}`);
    if (inputs.wait)
        await watch(deps, inputs, { serverId, former, backup });
}
async function choose({ servers, target }, deps) {
    const serverId = (await resolveServers(deps, servers))[0] ?? 0;
    deps.recorder.update({
        backups: [{ ...EMPTY, id: 'id' in target ? target.id : null, serverId }],
    });
    const view = await listServerBackups(deps.client, serverId, 'id' in target ? shows(target.id) : undefined);
    const on = { serverId, view };
    const backup = 'id' in target ? await byId(deps, target.id, on) : restore_latest(deps, target.latest, on);
    deps.recorder.update({ backups: [reportOf(backup)] });
    deps.log.info(`To be restored: backup ${backup.id} of ${serverLabel(serverId, backup.serverName)}, made ${shorten(backup.createdAt ?? 'at an unknown time')}: "${shorten(backup.description ?? '', 255)}"`);
    return { ...on, backup };
}
/**
 * What comes before the order: a look at the server, the safety backup, one more look at the target.
 *
 * @returns the status that the server is to come back to; `null` where it could not be read
 */
async function prepare(inputs, deps, { serverId, view, backup }) {
    const former = await formerStatus(deps, serverId);
    if (inputs.safety === null)
        return former;
    await takeSafetyBackup(deps, {
        serverId,
        target: backup,
        knownBackups: view,
        text: inputs.safety.description,
        limits: inputs.waitOptions,
    });
    await byId(deps, backup.id, {
        serverId,
        view: await listServerBackups(deps.client, serverId, shows(backup.id)),
    });
    // Somebody may have begun a restore meanwhile, or stopped the server: what it was before counts only where it is so still.
    const now = await formerStatus(deps, serverId);
    return now === former ? now : null;
}
/** Its row is enough: what a later page comes to does not matter. */
function shows(id) {
    return (rows) => rows.has(id);
}
/** Until the order is sent, whatever fails means that nothing was restored, and says so. */
function nothingRestored(fault) {
    if (!(fault instanceof ApiError))
        throw fault;
    throw new ActionError(`Nothing was restored. ${fault.message}`, '', { cause: fault });
}
/** Its row is enough, whether the view is whole or not. */
async function byId(deps, id, on) {
    const backup = on.view.items.find((row) => row.id === id);
    if (backup === undefined)
        throw await notOnServer(deps, id, on);
    const state = classifyStatus(backup.status);
    if (state !== 'completed') {
        deps.recorder.update({ backups: [reportOf(backup)] });
        throw new ActionError(`Nothing was restored: backup ${id} of ${serverLabel(on.serverId, backup.serverName)} is ${shorten(backup.status) || 'without a status'}, not completed.`, `${state === 'pending' ? 'Wait for it (operation: wait), or choose' : 'Choose'} another (operation: list).`);
    }
    return backup;
}
/** The list of all is asked only to say it better: whose the backup is. */
async function notOnServer(deps, id, on) {
    const elsewhere = await deps.client
        .listBackups({}, {}, (rows) => rows.has(id))
        .catch((fault) => {
        if (fault instanceof ApiError)
            return { items: [] };
        throw fault;
    });
    const row = elsewhere.items.find((one) => one.id === id && one.serverId !== on.serverId);
    const what = `Nothing was restored: backup ${id} ${whereItIs(row, on)}.`;
    return new ActionError(what, 'Check backup_id and server_id; operation: list shows what is there.');
}
function whereItIs(row, { serverId, view }) {
    const here = serverLabel(serverId, view.items[0]?.serverName);
    if (row === undefined)
        return `was not found among the backups of ${here}${view.complete ? '' : ' (the list came incomplete)'}`;
    if (row.serverId === null)
        return `does not say which server it is of, so it can't be known whether it is of ${here}`;
    return `belongs to another server, ${serverLabel(row.serverId, row.serverName)}, not to ${here}`;
}
function restore_latest(deps, filter, on) {
    const { scope, match, backupType, maxAgeMs } = filter;
    deps.log.info(`Filters: server ${on.serverId}, scope ${scope}, ${backupType ?? 'any'} type, max_age ${formatDuration(maxAgeMs)}${match === null ? '' : `, match "${match}"`}`);
    if (!on.view.complete)
        throw partialForLatest(on.serverId);
    const picked = selectLatest([...on.view.items, ...on.view.strays], filter, {
        run: deps.run,
        now: deps.clock.now(),
    });
    if ('found' in picked && picked.found.serverId === null)
        throw strayLatest(picked.found);
    if ('found' in picked)
        return picked.found;
    const which = picked.backup === null
        ? ''
        : `backup ${picked.backup.id} (${shorten(picked.backup.createdAt ?? 'no date')})`;
    throw new ActionError(`Nothing was restored: ${WHY_NOT[picked.refused](which, on.serverId)}`, restore_HINT[picked.refused]);
}
function strayLatest({ id, createdAt }) {
    const what = `Nothing was restored: the newest, backup ${id} (${shorten(createdAt ?? 'no date')}), does not say which server it is of, so it can't be known which is the latest.`;
    return new ActionError(what, 'Give the id of the backup that is meant.');
}
/** From a partial view nothing may be called the latest. */
function partialForLatest(serverId) {
    const what = `Nothing was restored: the list of backups of ${serverLabel(serverId)} came incomplete, so it can't be known which is the latest.`;
    return new ActionError(what, 'Try again, or give the id of the backup that is meant.');
}
const WHY_NOT = {
    none: (_, serverId) => `no completed backup of server ${serverId} is in scope and passes the filters.`,
    'unreadable date': (which) => `the date of ${which} can't be read, so it can't be known which backup is the latest.`,
    'made by this run': (which) => `the latest, ${which}, was made by this very run; it may be the state that is to be left behind.`,
    'too old': (which) => `the latest, ${which}, is older than max_age.`,
};
const restore_HINT = {
    none: 'operation: list shows what is there; scope: server takes in backups that this repository did not make.',
    'unreadable date': 'Give the id of the backup that is meant.',
    'made by this run': 'If it is meant, give its id.',
    'too old': 'If it is meant, give its id, or a longer max_age.',
};
async function previewRestore(deps, inputs, backup) {
    if (backup.serverId !== null)
        await formerStatus(deps, backup.serverId);
    if (inputs.safety !== null)
        deps.log.info(`Would first make a safety backup of server ${backup.serverId}, and wait for it`);
    deps.log.info(`Would restore backup ${backup.id} to ${serverLabel(backup.serverId, backup.serverName)}, overwriting all that is on it`);
    deps.recorder.update({ status: 'dry_run' });
}
/** What is learned here serves to observe, and to see a restore that is going on: a restore at night must not wait for it for long. */
const FORMER_EFFORT = { retries: 2 };
/** The status to come back to. A server that is being restored already must not be restored once more on top. */
async function formerStatus(deps, serverId) {
    const server = await findServer(deps, serverId, FORMER_EFFORT).catch((fault) => {
        if (fault instanceof ApiError)
            return null;
        throw fault;
    });
    if (server?.status !== 'restoring')
        return server?.status || null;
    const what = `Nothing was restored: a restore of ${serverLabel(serverId, server.name)} is going on already.`;
    throw new ActionError(what, 'Look who started it, wait until it is over, and look at the server before anything else.');
}
async function restore_send(deps, serverId, backup) {
    const what = `backup ${backup.id} to ${serverLabel(serverId, backup.serverName)}`;
    const outcome = await deps.client.restoreBackup(serverId, backup.id).catch((fault) => {
        if (fault instanceof CancelledInFlight)
            deps.recorder.update({ status: 'unknown' });
        throw fault;
    });
    if (outcome.kind === 'accepted')
        return;
    if (outcome.kind === 'refused') {
        throw new ActionError(`The restore of ${what} was refused; nothing was restored.`, outcome.error.message, { cause: outcome.error });
    }
    deps.recorder.update({ status: 'unknown' });
    throw new ActionError(`It is not known whether the restore of ${what} has begun. ${outcome.error.message}`, 'The restore may have started; look at the server before anything else. It was sent once and is not sent again.', { cause: outcome.error });
}
async function watch(deps, inputs, on) {
    const start = deps.clock.now();
    const end = await waitForRestore(deps, {
        serverId: on.serverId,
        former: on.former,
        limits: inputs.waitOptions,
    }).finally(() => {
        const waitedMs = deps.clock.now() - start;
        deps.recorder.addWaitTime(waitedMs);
        deps.recorder.updateBackup(0, { waitedMs });
    });
    const what = `the restore of backup ${on.backup.id} to ${serverLabel(on.serverId, on.backup.serverName)}`;
    if (end.kind === 'restored') {
        deps.recorder.update({ status: 'restored' });
        deps.log.info(`Restored: ${what} is over, after ${formatDuration(deps.clock.now() - start)}`);
    }
    else if (end.kind === 'unobserved') {
        deps.log.warning(`VPS.org accepted ${what}, but its completion could not be observed: ${end.why}. Look at the server before you rely on it.`);
    }
    else {
        throw new ActionError(failed(end, what, inputs), 'Look at the server at VPS.org before anything else.');
    }
}
function failed(end, what, inputs) {
    if (end.kind === 'failed')
        return `VPS.org accepted ${what}, but then the server went to ${shorten(end.status)}.`;
    return `VPS.org accepted ${what}, but it was not seen to end within wait_timeout (${formatDuration(inputs.waitOptions.timeoutMs)}); the server's last status was ${shorten(end.status ?? 'not seen')}.`;
}

;// CONCATENATED MODULE: ./src/operations/wait.ts
/** `wait`: picks up the wait for backups that were started before, in this job or another. */








async function wait(inputs, deps) {
    const { backupIds } = inputs;
    const [only] = inputs.servers.ids.length === 1 ? inputs.servers.ids : [];
    deps.recorder.update({
        backups: backupIds.map((id) => ({ ...EMPTY, id, serverId: only ?? null })),
    });
    const servers = await resolveServers(deps, inputs.servers);
    const serverId = servers.length === 1 ? (servers[0] ?? null) : null;
    const rule = inputs.keepLast === null ? null : keepLastPolicy(inputs.keepLast, 'repository');
    deps.log.info(describeSettings(servers, rule === null ? null : describePolicy(rule)));
    const ended = await waitForBackups(deps, {
        backups: backupIds.map((id) => ({ id, serverId, backup: null })),
        limits: inputs.waitOptions,
        firstPauseMs: 0,
        onlyOn: servers,
        onUpdate: (place, { backup, waitedMs }) => deps.recorder.updateBackup(place, { ...(backup === null ? {} : observed(backup)), waitedMs }),
    });
    const errors = errorsOf(ended);
    if (errors.length > 0)
        throw combineErrors(errors, { count: backupIds.length, noun: 'backups' });
    const completed = ended.flatMap((one) => ('value' in one ? [one.value] : []));
    // `scope` is not an input of wait: only this repository's backups rotate.
    if (inputs.keepLast !== null)
        await rotate(deps, {
            keepLast: inputs.keepLast,
            scope: 'repository',
            completed,
            dryRun: inputs.dryRun,
        });
}

;// CONCATENATED MODULE: ./src/report/cancellation.ts
/** What to say when the step is cancelled: what goes on at VPS.org, and how to pick it up. Pure. */

/** One line. */
function cancellationMessage(cancelled, facts) {
    const said = facts.operation === 'restore' ? ofRestore(facts) : [...ofBackups(facts), ...ofDeletions(facts)];
    return [cancelled.message, ...(said.length === 0 ? ['Nothing more was sent.'] : said)].join(' ');
}
function ofDeletions({ deletions }) {
    const open = deletions
        .filter((one) => one.outcome === 'may be deleted')
        .map((one) => one.backup.id);
    return open.length === 0
        ? []
        : [`Backup ${open.join(', ')} may have been deleted: no clear answer came.`];
}
function ofBackups(facts) {
    if (facts.operation !== 'create' && facts.operation !== 'wait')
        return [];
    const going = facts.backups.filter(isGoing).map((fact) => fact.id);
    const goesOn = going.length === 0 ? [] : [goingOn('Backup', going)];
    const open = facts.backups
        .filter((fact) => fact.id === null && fact.status === 'unknown')
        .map(mayHaveStarted);
    return [...goesOn, ...open];
}
function isGoing({ id, status }) {
    return id !== null && status !== 'unknown' && classifyStatus(status) === 'pending';
}
function ofRestore({ safety, status, backups }) {
    const id = backups[0]?.id ?? 'latest';
    if (status === 'accepted')
        return [
            `The restore of backup ${id} was accepted and goes on at VPS.org; look at the server before anything else.`,
        ];
    if (status === 'restored')
        return [`Backup ${id} was restored.`];
    if (status === 'unknown')
        return [
            `The restore of backup ${id} may have started; look at the server before anything else.`,
        ];
    const nothing = 'Nothing was restored.';
    if (safety === null)
        return [nothing];
    if (safety.status === 'unknown')
        return [nothing, mayHaveStarted(safety)];
    return classifyStatus(safety.status) === 'pending'
        ? [nothing, goingOn('Safety backup', [safety.id])]
        : [nothing];
}
function goingOn(what, ids) {
    const [s, go, them] = ids.length === 1 ? ['', 'goes', 'it'] : ['s', 'go', 'them'];
    return `${what}${s} ${ids.join(', ')} ${go} on at VPS.org; pick ${them} up with operation: wait, backup_id: ${ids.join(',')}.`;
}
function mayHaveStarted(fact) {
    return `A backup of server ${fact.serverId} may have been started: look for one whose description ends with key=${fact.key}].`;
}

;// CONCATENATED MODULE: ./src/report/log.ts
/** The log: one line a fact. Whatever is printed goes through here, and is harmless when it comes out. */


function createLog(secret) {
    // Once more afterwards: taking invisible signs out may bring a secret together.
    const safe = (text) => redact(secret, sanitizeLine(redact(secret, text)));
    return {
        info: (line) => info(safe(line)),
        debug: (line) => core_debug(safe(line)),
        notice: (line) => notice(safe(line)),
        warning: (line) => warning(safe(line)),
        fail: (message) => setFailed(message.split('\n').map(safe).join('\n')),
    };
}

;// CONCATENATED MODULE: ./src/report/outputs.ts
/** The step's outputs, made of the facts. `outputsOf` is pure; the writer writes what is new. */



/** All outputs of a job together may hold 1 MB. */
const MAX_BYTES = 500_000;
/** No honest text is longer; one absurd text must not take the place of all other rows. */
const MAX_TEXT_LENGTH = 1_000;
/** All that can be said now; an output that the operation does not have is left out. */
function toOutputs(facts) {
    const known = facts.backups.filter((fact) => fact.id !== null);
    const main = primaryBackup(facts, known);
    // Of a list without a completed backup there is none to tell the server of; a backup that is not made yet has one.
    const about = facts.operation === 'list' ? main : (main ?? facts.backups[0]);
    return {
        backup_id: String(main?.id ?? ''),
        server_id: String(about?.serverId ?? ''),
        status: shorten(overallStatus(facts)),
        created_at: shorten(main?.backup?.createdAt ?? ''),
        size_mb: String(main?.backup?.sizeMb ?? ''),
        expires_at: shorten(main?.backup?.expiresAt ?? ''),
        backup: main?.backup ? safeJson(toApiJson(main.backup)) : '',
        ...listOutputs(facts, known),
        deleted_ids: idsOf(facts, ['deleted', 'already gone']),
        would_delete_ids: idsOf(facts, ['would be deleted']),
        ...(facts.safety === null ? {} : { safety_backup_id: String(facts.safety.id ?? '') }),
        ...(facts.operation === 'create' ? { reused: String(facts.reused) } : {}),
        duration_seconds: String(Math.round(facts.waitedMs / 1_000)),
    };
}
/** What is told of all backups; of a list that has not been read, nothing: that none matched would be another thing. */
function listOutputs(facts, known) {
    const isList = facts.operation === 'list';
    if (isList && !facts.listLoaded)
        return {};
    const backups = known.flatMap((fact) => (fact.backup === null ? [] : [fact.backup]));
    const { json, kept } = jsonArray(backups.map(toApiJson));
    const isCut = kept < backups.length || backups.some(hasLongText);
    const ids = (isList ? known.slice(0, kept) : known).map((fact) => fact.id);
    return {
        backup_ids: safeJson(ids),
        backups: json,
        ...(isList ? { count: String(known.length) } : {}),
        ...(isList || isCut ? { truncated: String(isCut) } : {}),
    };
}
/** Writes outputs; what was written before with the same value is not written again. */
function createOutputWriter(secret) {
    const written = new Map();
    return (outputs) => {
        for (const [name, value] of Object.entries(outputs)) {
            if (written.get(name) === value)
                continue;
            setOutput(name, redact(secret, value));
            written.set(name, value);
        }
    };
}
/** The status that the facts come to; an empty text where there is none to tell. */
function overallStatus(facts) {
    if (facts.status !== null)
        return facts.status;
    if (facts.operation !== 'create' && facts.operation !== 'wait')
        return '';
    const unfinished = facts.backups.find((fact) => fact.status !== 'completed');
    return unfinished === undefined && facts.backups.length > 0
        ? 'completed'
        : (unfinished?.status ?? '');
}
function primaryBackup(facts, known) {
    return facts.operation === 'list' ? known.find((fact) => fact.status === 'completed') : known[0];
}
/** A backup as the API documents it. */
function toApiJson(backup) {
    const text = (value) => value === null ? value : truncate(value, MAX_TEXT_LENGTH);
    return {
        id: backup.id,
        server: { id: backup.serverId, name: text(backup.serverName) },
        backup_type: text(backup.type),
        status: text(backup.status),
        size_mb: backup.sizeMb,
        created_at: text(backup.createdAt),
        expires_at: text(backup.expiresAt),
        description: text(backup.description),
    };
}
/** Whether {@link toApiJson} cuts any of its texts. */
function hasLongText({ serverName, type, status, createdAt, expiresAt, description, }) {
    return [serverName, type, status, createdAt, expiresAt, description].some((text) => (text?.length ?? 0) > MAX_TEXT_LENGTH);
}
/** A JSON array of as many items as fit. */
function jsonArray(items) {
    const parts = [];
    let bytes = 2;
    for (const item of items) {
        const part = safeJson(item);
        bytes += Buffer.byteLength(part) + 1;
        if (bytes > MAX_BYTES)
            break;
        parts.push(part);
    }
    return { json: `[${parts.join(',')}]`, kept: parts.length };
}
function idsOf(facts, outcomes) {
    return safeJson(facts.deletions
        .filter((deletion) => outcomes.includes(deletion.outcome))
        .map((deletion) => deletion.backup.id));
}

;// CONCATENATED MODULE: ./src/report/summary.ts
/** The job summary, made of the facts. Pure: facts in, Markdown out. */




/** A summary of over 1 MiB is dropped whole by the runner; its three or four parts end well before. */
const MAX_PART_BYTES = 220_000;
function renderSummary(facts, about) {
    return [
        heading(facts, about),
        failure(about.failure),
        backupTable(facts),
        deletionTable(facts.deletions),
        keptTable(facts),
        restoreHint(facts, about),
        about.run.known ? `[The run](${encodeURI(about.run.runUrl)})` : '',
    ]
        .filter((part) => part !== '')
        .join('\n\n')
        .concat('\n');
}
/** Where the step failed before there was an operation to tell of. */
function renderFailure(message) {
    return `### ❌ VPS.org\n\n${failure(message)}\n`;
}
function heading(facts, about) {
    const status = overallStatus(facts);
    const outcome = about.failure === null ? '✅' : '❌';
    return `### ${outcome} VPS.org ${facts.operation}${status === '' ? '' : `: ${escapeTableCell(status)}`}${about.dryRun ? ' (dry run, nothing was changed)' : ''}`;
}
function failure(message) {
    if (message === null)
        return '';
    const lines = message.split('\n').map((line) => `> ${escapeTableCell(line, 1_000)}`);
    const { shown, left } = asManyAsFit(lines);
    return [...shown, ...(left > 0 ? [`> … and ${left} more.`] : [])].join('  \n');
}
function backupTable(facts) {
    const all = [...facts.backups, ...(facts.safety === null ? [] : [facts.safety])];
    if (facts.operation === 'list')
        return listTable(facts);
    if (all.length === 0 || (facts.operation === 'delete' && facts.deletions.length > 0))
        return '';
    // Of a restore, what came of the restore: that its backup is completed says nothing of it.
    const statusIn = (fact) => facts.operation === 'restore' && fact !== facts.safety
        ? (facts.status ?? 'not restored')
        : fact.status || '—';
    const row = (fact) => [
        serverCell(fact),
        `${fact.id ?? '—'}${fact === facts.safety ? ' (safety backup)' : ''}`,
        escapeTableCell(statusIn(fact)),
        size(fact.backup),
        fact.waitedMs === null ? '—' : formatDuration(fact.waitedMs),
        escapeTableCell(fact.backup?.createdAt ?? '—'),
    ];
    return table(['Server', 'Backup', 'Status', 'Size', 'Waited', 'Created'], all, row);
}
function listTable(facts) {
    if (!facts.listLoaded)
        return '';
    const row = (fact) => [
        String(fact.id),
        serverCell(fact),
        escapeTableCell(fact.backup?.type ?? ''),
        escapeTableCell(fact.status),
        size(fact.backup),
        escapeTableCell(fact.backup?.createdAt ?? '—'),
        escapeTableCell(fact.backup?.expiresAt ?? '—'),
        escapeTableCell(fact.backup?.description ?? ''),
    ];
    const count = `${facts.backups.length} backup${facts.backups.length === 1 ? '' : 's'} matched.`;
    if (facts.backups.length === 0)
        return count;
    const head = ['Backup', 'Server', 'Type', 'Status', 'Size', 'Created', 'Expires', 'Description'];
    return `${count}\n\n${table(head, facts.backups, row)}`;
}
function deletionTable(deletions) {
    if (deletions.length === 0)
        return '';
    const row = ({ backup, reason, outcome }) => [
        String(backup.id),
        serverCell(backup),
        outcome,
        escapeTableCell(reason),
        escapeTableCell(backup.createdAt ?? '—'),
        escapeTableCell(backup.description ?? ''),
    ];
    return table(['Backup', 'Server', 'Outcome', 'Why', 'Created', 'Description'], deletions, row);
}
/** Why each of the others stays. */
function keptTable(facts) {
    const going = new Set(facts.deletions.map((deletion) => deletion.backup.id));
    const stay = facts.decisions.filter((verdict) => !going.has(verdict.backup.id));
    if (stay.length === 0)
        return '';
    const sorted = [...stay].sort((a, b) => newestFirst(a.backup, b.backup));
    const rows = table(['Backup', 'Server', 'Why it stays', 'Created', 'Description'], sorted, ({ backup, goes, reason }) => [
        String(backup.id),
        serverCell(backup),
        escapeTableCell(goes ? `not deleted, though it was to go: ${reason}` : reason),
        escapeTableCell(backup.createdAt ?? '—'),
        escapeTableCell(backup.description ?? ''),
    ]);
    return `<details><summary>Kept: ${stay.length}</summary>\n\n${rows}\n\n</details>`;
}
/** The few lines of YAML that would restore exactly this backup. */
function restoreHint(facts, about) {
    const isOfUse = ({ id, status }) => id !== null &&
        status !== 'unknown' &&
        ['completed', 'pending'].includes(classifyStatus(status));
    const fact = facts.backups.find(isOfUse);
    if (facts.operation !== 'create' || about.dryRun || fact === undefined || fact.serverId === null)
        return '';
    const when = fact.status === 'completed' ? '' : ', once it is completed';
    const lines = [
        `- uses: ${about.run.actionRef}`,
        '  with:',
        '    operation: restore',
        `    server_id: ${fact.serverId}`,
        `    backup_id: ${fact.id}`,
        // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of the workflow's
        '    api_token: ${{ secrets.VPSORG_TOKEN }}',
        ...(about.apiUrl === null ? [] : [`    api_url: ${about.apiUrl}`]),
    ];
    return `To put exactly this backup back${when}:\n\n\`\`\`yaml\n${lines.join('\n')}\n\`\`\``;
}
function table(head, items, row) {
    const line = (cells) => `| ${cells.join(' | ')} |`;
    const { shown, left } = asManyAsFit(items, (item) => line(row(item)));
    const lines = [line(head), line(head.map(() => '---')), ...shown].join('\n');
    return left > 0 ? `${lines}\n\n… and ${left} more.` : lines;
}
/** Lines are made one by one, for of tens of thousands only the first are shown. */
function asManyAsFit(items, toLine = String) {
    const shown = [];
    let bytes = 0;
    for (const item of items) {
        const text = toLine(item);
        bytes += Buffer.byteLength(text) + 1;
        if (bytes > MAX_PART_BYTES)
            break;
        shown.push(text);
    }
    return { shown, left: items.length - shown.length };
}
function serverCell(of) {
    const id = of.serverId === null ? '—' : String(of.serverId);
    return of.serverName ? `${escapeTableCell(of.serverName, 60)} (${id})` : id;
}
function size(backup) {
    return backup === null || backup.sizeMb === null ? '—' : `${backup.sizeMb} MB`;
}

;// CONCATENATED MODULE: ./src/version.ts
/** The version in package.json; a test holds them together. */
const version = '1.0.0';

;// CONCATENATED MODULE: ./src/vpsorg/pagination.ts
/** A list that never ends is not followed further than this. */
const MAX_PAGES = 100;
/**
 * @returns the rows, each id once. The view is full only if every row could be read, no page is left over, and there are as many as the API counts.
 */
async function listAllPages(source) {
    for (let rereads = 0;; rereads++) {
        const { moved, ...view } = await readOnce(source);
        if (!moved || view.truncated || rereads >= (source.rereads ?? 0))
            return view;
    }
}
/** Where the counts of two pages differ, a row may have moved from an unread page to one read before: then the view is not full. */
async function readOnce(source) {
    const rows = new Map();
    const visited = new Set();
    let target = source.first;
    let unreadable = 0;
    let count = null;
    let more = false;
    let broken = false;
    let perPage = 0;
    let moved = false;
    while (target !== null) {
        const page = await source.fetch(target);
        visited.add(target);
        for (const row of page.items)
            rows.set(row.id, row);
        unreadable += page.invalidCount;
        moved ||= count !== null && page.count !== null && page.count !== count;
        count = page.count ?? count;
        perPage = Math.max(perPage, page.items.length);
        target = page.next === null ? null : nextPath(page.next, source.origin, target);
        broken = page.next !== null && (target === null || visited.has(target));
        more =
            page.next !== null &&
                !broken &&
                (visited.size >= MAX_PAGES || source.stopWhen?.(rows, page.items) === true);
        if (broken || more)
            target = null;
    }
    const full = !more && !broken && !moved && unreadable === 0 && rows.size >= (count ?? 0);
    const pagesInAll = count === null || !Number.isFinite(count) || perPage === 0 ? null : Math.ceil(count / perPage);
    return { items: [...rows.values()], complete: full, truncated: more, pagesInAll, moved };
}
/** `next` is followed by its path and query on our own origin, if its host is ours: the token goes nowhere else. */
function nextPath(next, origin, current) {
    if (!URL.canParse(next, origin + current))
        return null;
    const url = new URL(next, origin + current);
    return url.host === new URL(origin).host && /^https?:$/.test(url.protocol)
        ? url.pathname + url.search
        : null;
}

;// CONCATENATED MODULE: ./node_modules/valibot/dist/index.mjs
//#region src/storages/globalConfig/globalConfig.ts
let store$4;
const DEFAULT_CONFIG = {
	lang: void 0,
	message: void 0,
	abortEarly: void 0,
	abortPipeEarly: void 0
};
/**
* Sets the global configuration.
*
* @param config The configuration.
*/
function setGlobalConfig(config$1) {
	store$4 = {
		...store$4,
		...config$1
	};
}
/**
* Returns the global configuration.
*
* @param config The config to merge.
*
* @returns The configuration.
*/
/* @__NO_SIDE_EFFECTS__ */
function getGlobalConfig(config$1) {
	if (!config$1 && !store$4) return DEFAULT_CONFIG;
	return {
		lang: config$1?.lang ?? store$4?.lang,
		message: config$1?.message,
		abortEarly: config$1?.abortEarly ?? store$4?.abortEarly,
		abortPipeEarly: config$1?.abortPipeEarly ?? store$4?.abortPipeEarly
	};
}
/**
* Deletes the global configuration.
*/
function deleteGlobalConfig() {
	store$4 = void 0;
}

//#endregion
//#region src/storages/globalMessage/globalMessage.ts
let store$3;
/**
* Sets a global error message.
*
* @param message The error message.
* @param lang The language of the message.
*/
function setGlobalMessage(message$1, lang) {
	if (!store$3) store$3 = /* @__PURE__ */ new Map();
	store$3.set(lang, message$1);
}
/**
* Returns a global error message.
*
* @param lang The language of the message.
*
* @returns The error message.
*/
/* @__NO_SIDE_EFFECTS__ */
function getGlobalMessage(lang) {
	return store$3?.get(lang);
}
/**
* Deletes a global error message.
*
* @param lang The language of the message.
*/
function deleteGlobalMessage(lang) {
	store$3?.delete(lang);
}

//#endregion
//#region src/storages/schemaMessage/schemaMessage.ts
let store$2;
/**
* Sets a schema error message.
*
* @param message The error message.
* @param lang The language of the message.
*/
function setSchemaMessage(message$1, lang) {
	if (!store$2) store$2 = /* @__PURE__ */ new Map();
	store$2.set(lang, message$1);
}
/**
* Returns a schema error message.
*
* @param lang The language of the message.
*
* @returns The error message.
*/
/* @__NO_SIDE_EFFECTS__ */
function getSchemaMessage(lang) {
	return store$2?.get(lang);
}
/**
* Deletes a schema error message.
*
* @param lang The language of the message.
*/
function deleteSchemaMessage(lang) {
	store$2?.delete(lang);
}

//#endregion
//#region src/storages/specificMessage/specificMessage.ts
let store$1;
/**
* Sets a specific error message.
*
* @param reference The identifier reference.
* @param message The error message.
* @param lang The language of the message.
*/
function setSpecificMessage(reference, message$1, lang) {
	if (!store$1) store$1 = /* @__PURE__ */ new Map();
	if (!store$1.get(reference)) store$1.set(reference, /* @__PURE__ */ new Map());
	store$1.get(reference).set(lang, message$1);
}
/**
* Returns a specific error message.
*
* @param reference The identifier reference.
* @param lang The language of the message.
*
* @returns The error message.
*/
/* @__NO_SIDE_EFFECTS__ */
function getSpecificMessage(reference, lang) {
	return store$1?.get(reference)?.get(lang);
}
/**
* Deletes a specific error message.
*
* @param reference The identifier reference.
* @param lang The language of the message.
*/
function deleteSpecificMessage(reference, lang) {
	store$1?.get(reference)?.delete(lang);
}

//#endregion
//#region src/utils/_stringify/_stringify.ts
/**
* Stringifies an unknown input to a literal or type string.
*
* @param input The unknown input.
*
* @returns A literal or type string.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _stringify(input) {
	const type = typeof input;
	if (type === "string") return `"${input}"`;
	if (type === "number" || type === "bigint" || type === "boolean") return `${input}`;
	if (type === "object" || type === "function") return (input && Object.getPrototypeOf(input)?.constructor?.name) ?? "null";
	return type;
}

//#endregion
//#region src/utils/_addIssue/_addIssue.ts
/**
* Adds an issue to the dataset.
*
* @param context The issue context.
* @param label The issue label.
* @param dataset The input dataset.
* @param config The configuration.
* @param other The optional props.
*
* @internal
*/
function _addIssue(context, label, dataset, config$1, other) {
	const input = other && "input" in other ? other.input : dataset.value;
	const expected = other?.expected ?? context.expects ?? null;
	const received = other?.received ?? /* @__PURE__ */ _stringify(input);
	const issue = {
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
	const isSchema = context.kind === "schema";
	const message$1 = other?.message ?? context.message ?? /* @__PURE__ */ getSpecificMessage(context.reference, issue.lang) ?? (isSchema ? /* @__PURE__ */ getSchemaMessage(issue.lang) : null) ?? config$1.message ?? /* @__PURE__ */ getGlobalMessage(issue.lang);
	if (message$1 !== void 0) issue.message = typeof message$1 === "function" ? message$1(issue) : message$1;
	if (isSchema) dataset.typed = false;
	if (dataset.issues) dataset.issues.push(issue);
	else dataset.issues = [issue];
}

//#endregion
//#region src/utils/_cloneDataset/_cloneDataset.ts
/**
* Creates a shallow copy of a dataset.
*
* Hint: The `value` is copied by reference, but the `issues` array, its issues
* and their `path` arrays are cloned to avoid reusing mutable dataset state
* across multiple runs. Mutating a returned object or array value can
* therefore affect later cache hits that reuse the same cached output.
*
* @param dataset The output dataset.
*
* @returns The copied output dataset.
*/
/* @__NO_SIDE_EFFECTS__ */
function _cloneDataset(dataset) {
	return {
		typed: dataset.typed,
		value: dataset.value,
		issues: dataset.issues?.map((issue) => ({
			...issue,
			path: issue.path && [...issue.path]
		}))
	};
}

//#endregion
//#region src/utils/_formatCase/_formatCase.ts
/**
* Splits a string into lowercase words and rejoins them with the given
* separator and capitalization rules.
*
* Words are separated by `_`, `-` and ASCII whitespace, as well as by case
* and acronym boundaries. Whether the first or subsequent words are
* capitalized is controlled by `capFirst` and `capRest`.
*
* Hint: Implemented in a single pass that emits directly to the result
* string to avoid an intermediate `string[]` allocation. ASCII chars are
* classified via char codes to skip `.toLowerCase()` and `.toUpperCase()`
* method calls in the common case.
*
* Hint: Digits are treated as a separate character class, so `item2Name`
* yields `item2` and `name` rather than `item`, `2` and `name`.
*
* @param input The input string.
* @param separator The string inserted between words.
* @param capFirst Whether to capitalize the first word.
* @param capRest Whether to capitalize subsequent words.
*
* @returns The formatted string.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _formatCase(input, separator, capFirst, capRest) {
	let result = "";
	let firstWord = true;
	let start = 0;
	let prev = 0;
	let prevPrev = 0;
	const flush = (end) => {
		if (end > start) {
			let word = input.slice(start, end).toLowerCase();
			if (firstWord ? capFirst : capRest) {
				const firstCode = word.charCodeAt(0);
				if (firstCode >= 97 && firstCode <= 122) word = String.fromCharCode(firstCode - 32) + word.slice(1);
				else {
					const charLen = firstCode >= 55296 && firstCode <= 56319 ? 2 : 1;
					word = word.slice(0, charLen).toUpperCase() + word.slice(charLen);
				}
			}
			result += firstWord ? word : separator + word;
			firstWord = false;
		}
	};
	for (let index = 0; index < input.length; index++) {
		const code = input.charCodeAt(index);
		let type;
		if (code === 32 || code === 9 || code === 10 || code === 11 || code === 12 || code === 13 || code === 45 || code === 95) {
			flush(index);
			start = index + 1;
			type = 0;
		} else if (code < 128) type = code >= 65 && code <= 90 ? 1 : code >= 97 && code <= 122 ? 2 : 3;
		else {
			const char = input[index];
			const charLower = char.toLowerCase();
			type = charLower === char.toUpperCase() ? 3 : char === charLower ? 2 : 1;
		}
		if (type === 1 && (prev === 2 || prev === 3) && index > start) {
			flush(index);
			start = index;
		} else if (type === 2 && prev === 1 && prevPrev === 1 && index - 1 > start) {
			flush(index - 1);
			start = index - 1;
		}
		prevPrev = prev;
		prev = type;
	}
	flush(input.length);
	return result;
}

//#endregion
//#region src/utils/_getByteCount/_getByteCount.ts
let textEncoder;
/**
* Returns the byte count of the input.
*
* @param input The input to be measured.
*
* @returns The byte count.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _getByteCount(input) {
	if (!textEncoder) textEncoder = new TextEncoder();
	return textEncoder.encode(input).length;
}

//#endregion
//#region src/utils/_getCodePointCount/_getCodePointCount.ts
/**
* Returns the code point count of the input.
*
* @param input The input to be measured.
*
* @returns The code point count.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _getCodePointCount(input) {
	let count = input.length;
	const lengthMinus1 = input.length - 1;
	for (let i = 0; i < lengthMinus1;) if (input.codePointAt(i) <= 65535) i++;
	else {
		i += 2;
		count--;
	}
	return count;
}

//#endregion
//#region src/utils/_getGraphemeCount/_getGraphemeCount.ts
let segmenter;
/**
* Returns the grapheme count of the input.
*
* @param input The input to be measured.
*
* @returns The grapheme count.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _getGraphemeCount(input) {
	if (!segmenter) segmenter = new Intl.Segmenter();
	const segments = segmenter.segment(input);
	let count = 0;
	for (const _ of segments) count++;
	return count;
}

//#endregion
//#region src/utils/_getLastMetadata/_getLastMetadata.ts
/**
* Returns the last top-level value of a given metadata type from a schema
* using a breadth-first search that starts with the last item in the pipeline.
*
* @param schema The schema to search.
* @param type The metadata type.
*
* @returns The value, if any.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _getLastMetadata(schema, type) {
	if ("pipe" in schema) {
		const nestedSchemas = [];
		for (let index = schema.pipe.length - 1; index >= 0; index--) {
			const item = schema.pipe[index];
			if (item.kind === "schema" && "pipe" in item) nestedSchemas.push(item);
			else if (item.kind === "metadata" && item.type === type) return item[type];
		}
		for (const nestedSchema of nestedSchemas) {
			const result = /* @__PURE__ */ _getLastMetadata(nestedSchema, type);
			if (result !== void 0) return result;
		}
	}
}

//#endregion
//#region src/utils/_getWordCount/_getWordCount.ts
let store;
/**
* Returns the word count of the input.
*
* @param locales The locales to be used.
* @param input The input to be measured.
*
* @returns The word count.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _getWordCount(locales, input) {
	if (!store) store = /* @__PURE__ */ new Map();
	const key = String(locales);
	let segmenter$1 = store.get(key);
	if (!segmenter$1) {
		segmenter$1 = new Intl.Segmenter(locales, { granularity: "word" });
		store.set(key, segmenter$1);
	}
	const segments = segmenter$1.segment(input);
	let count = 0;
	for (const segment of segments) if (segment.isWordLike) count++;
	return count;
}

//#endregion
//#region src/utils/_isLuhnAlgo/_isLuhnAlgo.ts
/**
* Non-digit regex.
*/
const NON_DIGIT_REGEX = /\D/gu;
/**
* Checks whether a string with numbers corresponds to the luhn algorithm.
*
* @param input The input to be checked.
*
* @returns Whether input is valid.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _isLuhnAlgo(input) {
	const number$1 = input.replace(NON_DIGIT_REGEX, "");
	let length$1 = number$1.length;
	let bit = 1;
	let sum = 0;
	while (length$1) {
		const value$1 = +number$1[--length$1];
		bit ^= 1;
		sum += bit ? [
			0,
			2,
			4,
			6,
			8,
			1,
			3,
			5,
			7,
			9
		][value$1] : value$1;
	}
	return sum % 10 === 0;
}

//#endregion
//#region src/utils/_isSameValueZero/_isSameValueZero.ts
/**
* Compares two values using the SameValueZero algorithm, which treats `NaN`
* as equal to itself unlike `===`.
*
* @param value1 The first value.
* @param value2 The second value.
*
* @returns Whether the values are equal.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _isSameValueZero(value1, value2) {
	return value1 === value2 || Number.isNaN(value1) && Number.isNaN(value2);
}

//#endregion
//#region src/utils/_isValidObjectKey/_isValidObjectKey.ts
/**
* Disallows inherited object properties and prevents object prototype
* pollution by disallowing certain keys.
*
* @param object The object to check.
* @param key The key to check.
*
* @returns Whether the key is allowed.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _isValidObjectKey(object$1, key) {
	return Object.prototype.hasOwnProperty.call(object$1, key) && key !== "__proto__" && key !== "prototype" && key !== "constructor";
}

//#endregion
//#region src/utils/_isValueMatch/_isValueMatch.ts
/**
* Checks whether a value matches a value action requirement.
*
* @param requirement The value action requirement.
* @param value The value to check.
*
* @returns Whether the value matches the requirement.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _isValueMatch(requirement, value$1) {
	return Number.isNaN(requirement) && Number.isNaN(value$1) || requirement <= value$1 && requirement >= value$1;
}

//#endregion
//#region src/utils/_joinExpects/_joinExpects.ts
/**
* Joins multiple `expects` values with the given separator.
*
* @param values The `expects` values.
* @param separator The separator.
*
* @returns The joined `expects` property.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _joinExpects(values$1, separator) {
	const list = [...new Set(values$1)];
	if (list.length > 1) return `(${list.join(` ${separator} `)})`;
	return list[0] ?? "never";
}

//#endregion
//#region src/utils/_standardSchema/_standardSchema.ts
/**
* Eagerly creates and attaches the Standard Schema properties of a schema.
*
* Hint: The contextual `this` type includes the standard properties that are
* attached before the schema is returned.
*
* @param schema The schema to attach standard properties to.
*
* @returns The schema with standard properties attached.
*
* @internal
*/
function _standardSchema(schema) {
	schema["~standard"] = {
		version: 1,
		vendor: "valibot",
		validate: (value$1) => schema["~run"]({ value: value$1 }, /* @__PURE__ */ getGlobalConfig())
	};
	return schema;
}

//#endregion
//#region src/utils/entriesFromList/entriesFromList.ts
/**
* Creates an object entries definition from a list of keys and a schema.
*
* @param list A list of keys.
* @param schema The schema of the keys.
*
* @returns The object entries.
*/
/* @__NO_SIDE_EFFECTS__ */
function entriesFromList(list, schema) {
	const entries$1 = {};
	for (const key of list) entries$1[key] = schema;
	return entries$1;
}

//#endregion
//#region src/utils/entriesFromObjects/entriesFromObjects.ts
/* @__NO_SIDE_EFFECTS__ */
function entriesFromObjects(schemas) {
	const entries$1 = {};
	for (const schema of schemas) Object.assign(entries$1, schema.entries);
	return entries$1;
}

//#endregion
//#region src/utils/getDotPath/getDotPath.ts
/* @__NO_SIDE_EFFECTS__ */
function getDotPath(issue) {
	if (issue.path) {
		let key = "";
		for (const item of issue.path) if (typeof item.key === "string" || typeof item.key === "number") if (key) key += `.${item.key}`;
		else key += item.key;
		else return null;
		return key;
	}
	return null;
}

//#endregion
//#region src/utils/isOfKind/isOfKind.ts
/**
* A generic type guard to check the kind of an object.
*
* @param kind The kind to check for.
* @param object The object to check.
*
* @returns Whether it matches.
*/
/* @__NO_SIDE_EFFECTS__ */
function isOfKind(kind, object$1) {
	return object$1.kind === kind;
}

//#endregion
//#region src/utils/isOfType/isOfType.ts
/**
* A generic type guard to check the type of an object.
*
* @param type The type to check for.
* @param object The object to check.
*
* @returns Whether it matches.
*/
/* @__NO_SIDE_EFFECTS__ */
function isOfType(type, object$1) {
	return object$1.type === type;
}

//#endregion
//#region src/utils/ValiError/ValiError.ts
/**
* A Valibot error with useful information.
*/
var ValiError = class extends Error {
	/**
	* Creates a Valibot error with useful information.
	*
	* @param issues The error issues.
	*/
	constructor(issues) {
		super(issues[0].message);
		this.name = "ValiError";
		this.issues = issues;
	}
};

//#endregion
//#region src/utils/isValiError/isValiError.ts
/**
* A type guard to check if an error is a ValiError.
*
* @param error The error to check.
*
* @returns Whether its a ValiError.
*/
/* @__NO_SIDE_EFFECTS__ */
function isValiError(error) {
	return error instanceof ValiError;
}

//#endregion
//#region src/actions/args/args.ts
/* @__NO_SIDE_EFFECTS__ */
function args(schema) {
	return {
		kind: "transformation",
		type: "args",
		reference: args,
		async: false,
		schema,
		"~run"(dataset, config$1) {
			const func = dataset.value;
			dataset.value = (...args_) => {
				const argsDataset = this.schema["~run"]({ value: args_ }, config$1);
				if (argsDataset.issues) throw new ValiError(argsDataset.issues);
				return func(...argsDataset.value);
			};
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/args/argsAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function argsAsync(schema) {
	return {
		kind: "transformation",
		type: "args",
		reference: argsAsync,
		async: false,
		schema,
		"~run"(dataset, config$1) {
			const func = dataset.value;
			dataset.value = async (...args$1) => {
				const argsDataset = await schema["~run"]({ value: args$1 }, config$1);
				if (argsDataset.issues) throw new ValiError(argsDataset.issues);
				return func(...argsDataset.value);
			};
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/await/awaitAsync.ts
/**
* Creates an await transformation action.
*
* @returns An await action.
*/
/* @__NO_SIDE_EFFECTS__ */
function awaitAsync() {
	return {
		kind: "transformation",
		type: "await",
		reference: awaitAsync,
		async: true,
		async "~run"(dataset) {
			dataset.value = await dataset.value;
			return dataset;
		}
	};
}

//#endregion
//#region src/regex.ts
/**
* [Base64](https://en.wikipedia.org/wiki/Base64) regex.
*/
const BASE64_REGEX = /^(?:[\da-z+/]{4})*(?:[\da-z+/]{2}==|[\da-z+/]{3}=)?$/iu;
/**
* [BIC](https://en.wikipedia.org/wiki/ISO_9362) regex.
*/
const BIC_REGEX = /^[A-Z]{6}(?!00)[\dA-Z]{2}(?:[\dA-Z]{3})?$/u;
/**
* [Cuid2](https://github.com/paralleldrive/cuid2) regex.
*/
const CUID2_REGEX = /^[a-z][\da-z]*$/u;
/**
* [Decimal](https://en.wikipedia.org/wiki/Decimal) regex.
*/
const DECIMAL_REGEX = /^[+-]?(?:\d*\.)?\d+$/u;
/**
* [Digits](https://en.wikipedia.org/wiki/Numerical_digit) regex.
*/
const DIGITS_REGEX = /^\d+$/u;
/**
* [Domain name](https://en.wikipedia.org/wiki/Domain_name) regex.
*
* Hint: We decided against the `i` flag for better JSON Schema compatibility.
* ASCII-only validation. Internationalized domain names (IDNs) are not
* supported, including Punycode-encoded labels.
*/
const DOMAIN_REGEX = /^(?=.{1,253}$)(?:(?![Xx][Nn]--)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$/u;
/**
* [Email address](https://en.wikipedia.org/wiki/Email_address) regex.
*
* Hint: We decided against the `i` flag to avoid matching non-ASCII characters.
*/
const EMAIL_REGEX = /^[\w+-]+(?:\.[\w+-]+)*@[\da-zA-Z]+(?:[.-][\da-zA-Z]+)*\.[a-zA-Z]{2,}$/u;
/**
* Emoji regex from [emoji-regex-xs](https://github.com/slevithan/emoji-regex-xs) v1.0.0 (MIT license).
*
* Hint: We decided against the newer `/^\p{RGI_Emoji}+$/v` regex because it is
* not supported in older runtimes and does not match all emoji.
*/
const EMOJI_REGEX = /^(?:[\u{1F1E6}-\u{1F1FF}]{2}|\u{1F3F4}[\u{E0061}-\u{E007A}]{2}[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]{1,3}\u{E007F}|(?:\p{Emoji}\uFE0F\u20E3?|\p{Emoji_Modifier_Base}\p{Emoji_Modifier}?|(?![\p{Emoji_Modifier_Base}\u{1F1E6}-\u{1F1FF}])\p{Emoji_Presentation})(?:\u200D(?:\p{Emoji}\uFE0F\u20E3?|\p{Emoji_Modifier_Base}\p{Emoji_Modifier}?|(?![\p{Emoji_Modifier_Base}\u{1F1E6}-\u{1F1FF}])\p{Emoji_Presentation}))*)+$/u;
/**
* [Hexadecimal](https://en.wikipedia.org/wiki/Hexadecimal) regex.
*
* Hint: We decided against the `i` flag for better JSON Schema compatibility.
*/
const HEXADECIMAL_REGEX = /^(?:0[hx])?[\da-fA-F]+$/u;
/**
* [Hex color](https://en.wikipedia.org/wiki/Web_colors#Hex_triplet) regex.
*
* Hint: We decided against the `i` flag for better JSON Schema compatibility.
*/
const HEX_COLOR_REGEX = /^#(?:[\da-fA-F]{3,4}|[\da-fA-F]{6}|[\da-fA-F]{8})$/u;
/**
* [IMEI](https://en.wikipedia.org/wiki/International_Mobile_Equipment_Identity) regex.
*/
const IMEI_REGEX = /^\d{15}$|^\d{2}-\d{6}-\d{6}-\d$/u;
/**
* [IPv4](https://en.wikipedia.org/wiki/IPv4) regex.
*/
const IPV4_REGEX = /^(?:(?:[1-9]|1\d|2[0-4])?\d|25[0-5])(?:\.(?:(?:[1-9]|1\d|2[0-4])?\d|25[0-5])){3}$/u;
/**
* [IPv6](https://en.wikipedia.org/wiki/IPv6) regex.
*/
const IPV6_REGEX = /^(?:(?:[\da-f]{1,4}:){7}[\da-f]{1,4}|(?:[\da-f]{1,4}:){1,7}:|(?:[\da-f]{1,4}:){1,6}:[\da-f]{1,4}|(?:[\da-f]{1,4}:){1,5}(?::[\da-f]{1,4}){1,2}|(?:[\da-f]{1,4}:){1,4}(?::[\da-f]{1,4}){1,3}|(?:[\da-f]{1,4}:){1,3}(?::[\da-f]{1,4}){1,4}|(?:[\da-f]{1,4}:){1,2}(?::[\da-f]{1,4}){1,5}|[\da-f]{1,4}:(?::[\da-f]{1,4}){1,6}|:(?:(?::[\da-f]{1,4}){1,7}|:)|fe80:(?::[\da-f]{0,4}){0,4}%[\da-z]+|::(?:f{4}(?::0{1,4})?:)?(?:(?:25[0-5]|(?:2[0-4]|1?\d)?\d)\.){3}(?:25[0-5]|(?:2[0-4]|1?\d)?\d)|(?:[\da-f]{1,4}:){1,4}:(?:(?:25[0-5]|(?:2[0-4]|1?\d)?\d)\.){3}(?:25[0-5]|(?:2[0-4]|1?\d)?\d))$/iu;
/**
* [IP](https://en.wikipedia.org/wiki/IP_address) regex.
*/
const IP_REGEX = /^(?:(?:[1-9]|1\d|2[0-4])?\d|25[0-5])(?:\.(?:(?:[1-9]|1\d|2[0-4])?\d|25[0-5])){3}$|^(?:(?:[\da-f]{1,4}:){7}[\da-f]{1,4}|(?:[\da-f]{1,4}:){1,7}:|(?:[\da-f]{1,4}:){1,6}:[\da-f]{1,4}|(?:[\da-f]{1,4}:){1,5}(?::[\da-f]{1,4}){1,2}|(?:[\da-f]{1,4}:){1,4}(?::[\da-f]{1,4}){1,3}|(?:[\da-f]{1,4}:){1,3}(?::[\da-f]{1,4}){1,4}|(?:[\da-f]{1,4}:){1,2}(?::[\da-f]{1,4}){1,5}|[\da-f]{1,4}:(?::[\da-f]{1,4}){1,6}|:(?:(?::[\da-f]{1,4}){1,7}|:)|fe80:(?::[\da-f]{0,4}){0,4}%[\da-z]+|::(?:f{4}(?::0{1,4})?:)?(?:(?:25[0-5]|(?:2[0-4]|1?\d)?\d)\.){3}(?:25[0-5]|(?:2[0-4]|1?\d)?\d)|(?:[\da-f]{1,4}:){1,4}:(?:(?:25[0-5]|(?:2[0-4]|1?\d)?\d)\.){3}(?:25[0-5]|(?:2[0-4]|1?\d)?\d))$/iu;
/**
* [ISO 8601](https://en.wikipedia.org/wiki/ISO_8601) date regex.
*/
const ISO_DATE_REGEX = /^\d{4}-(?:0[1-9]|1[0-2])-(?:[12]\d|0[1-9]|3[01])$/u;
/**
* [ISO 8601](https://en.wikipedia.org/wiki/ISO_8601) date-time regex.
*/
const ISO_DATE_TIME_REGEX = /^\d{4}-(?:0[1-9]|1[0-2])-(?:[12]\d|0[1-9]|3[01])[T ](?:0\d|1\d|2[0-3]):[0-5]\d$/u;
/**
* [ISO 8601](https://en.wikipedia.org/wiki/ISO_8601) date-time with seconds regex.
*/
const ISO_DATE_TIME_SECOND_REGEX = /^\d{4}-(?:0[1-9]|1[0-2])-(?:[12]\d|0[1-9]|3[01])[T ](?:0\d|1\d|2[0-3])(?::[0-5]\d){2}$/u;
/**
* [ISO 8601](https://en.wikipedia.org/wiki/ISO_8601) time regex.
*/
const ISO_TIME_REGEX = /^(?:0\d|1\d|2[0-3]):[0-5]\d$/u;
/**
* [ISO 8601](https://en.wikipedia.org/wiki/ISO_8601) time with seconds regex.
*/
const ISO_TIME_SECOND_REGEX = /^(?:0\d|1\d|2[0-3])(?::[0-5]\d){2}$/u;
/**
* [ISO 8601](https://en.wikipedia.org/wiki/ISO_8601) timestamp regex. Allows a
* space as a date/time separator and an optional space before the UTC offset.
*/
const ISO_TIMESTAMP_REGEX = /^\d{4}-(?:0[1-9]|1[0-2])-(?:[12]\d|0[1-9]|3[01])[T ](?:0\d|1\d|2[0-3])(?::[0-5]\d){2}(?:\.\d{1,9})?(?:Z| ?[+-](?:0\d|1\d|2[0-3])(?::?[0-5]\d)?)$/u;
/**
* [ISO 8601](https://en.wikipedia.org/wiki/ISO_8601) week regex.
*/
const ISO_WEEK_REGEX = /^\d{4}-W(?:0[1-9]|[1-4]\d|5[0-3])$/u;
/**
* [JWS compact serialization](https://datatracker.ietf.org/doc/html/rfc7515#section-3.1)
* regex.
*
* Hint: Empty payload and signature segments are allowed because the
* Base64URL-encoded representation of an empty octet sequence is an empty
* string.
*/
const JWS_COMPACT_REGEX = /^(?:[\w-]{2,3}|(?:[\w-]{4})+(?:[\w-]{2,3})?)\.(?:[\w-]{2,3}|(?:[\w-]{4})+(?:[\w-]{2,3})?)?\.(?:[\w-]{2,3}|(?:[\w-]{4})+(?:[\w-]{2,3})?)?$/u;
/**
* [ISRC](https://en.wikipedia.org/wiki/International_Standard_Recording_Code) regex.
*/
const ISRC_REGEX = /^(?:[A-Z]{2}[A-Z\d]{3}\d{7}|[A-Z]{2}-[A-Z\d]{3}-\d{2}-\d{5})$/u;
/**
* [KSUID](https://github.com/segmentio/ksuid) regex.
*/
const KSUID_REGEX = /^[a-zA-Z0-9]{27}$/u;
/**
* [MAC](https://en.wikipedia.org/wiki/MAC_address) 48 bit regex.
*
* Hint: We decided against the `i` flag for better JSON Schema compatibility.
*/
const MAC48_REGEX = /^(?:[\da-fA-F]{2}:){5}[\da-fA-F]{2}$|^(?:[\da-fA-F]{2}-){5}[\da-fA-F]{2}$|^(?:[\da-fA-F]{4}\.){2}[\da-fA-F]{4}$/u;
/**
* [MAC](https://en.wikipedia.org/wiki/MAC_address) 64 bit regex.
*
* Hint: We decided against the `i` flag for better JSON Schema compatibility.
*/
const MAC64_REGEX = /^(?:[\da-fA-F]{2}:){7}[\da-fA-F]{2}$|^(?:[\da-fA-F]{2}-){7}[\da-fA-F]{2}$|^(?:[\da-fA-F]{4}\.){3}[\da-fA-F]{4}$|^(?:[\da-fA-F]{4}:){3}[\da-fA-F]{4}$/u;
/**
* [MAC](https://en.wikipedia.org/wiki/MAC_address) regex.
*
* Hint: We decided against the `i` flag for better JSON Schema compatibility.
*/
const MAC_REGEX = /^(?:[\da-fA-F]{2}:){5}[\da-fA-F]{2}$|^(?:[\da-fA-F]{2}-){5}[\da-fA-F]{2}$|^(?:[\da-fA-F]{4}\.){2}[\da-fA-F]{4}$|^(?:[\da-fA-F]{2}:){7}[\da-fA-F]{2}$|^(?:[\da-fA-F]{2}-){7}[\da-fA-F]{2}$|^(?:[\da-fA-F]{4}\.){3}[\da-fA-F]{4}$|^(?:[\da-fA-F]{4}:){3}[\da-fA-F]{4}$/u;
/**
* [Nano ID](https://github.com/ai/nanoid) regex.
*/
const NANO_ID_REGEX = /^[\w-]+$/u;
/**
* [Octal](https://en.wikipedia.org/wiki/Octal) regex.
*/
const OCTAL_REGEX = /^(?:0o)?[0-7]+$/u;
/**
* [RFC 5322 email address](https://datatracker.ietf.org/doc/html/rfc5322#section-3.4.1) regex.
*
* Hint: This regex was taken from the [HTML Living Standard Specification](https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address) and does not perfectly represent RFC 5322.
*/
const RFC_EMAIL_REGEX = /^[a-zA-Z0-9.!#$%&'*+\/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/;
/**
* [Slug](https://en.wikipedia.org/wiki/Clean_URL#Slug) regex.
*/
const SLUG_REGEX = /^[\da-z]+(?:[-_][\da-z]+)*$/u;
/**
* [ULID](https://github.com/ulid/spec) regex.
*
* Hint: We decided against the `i` flag for better JSON Schema compatibility.
* Hint: The first character is restricted to `[0-7]` because the 48-bit
* timestamp cannot exceed 2^48-1, making the maximum valid ULID
* `7ZZZZZZZZZZZZZZZZZZZZZZZZZ` in Crockford's Base32 encoding.
*/
const ULID_REGEX = /^[0-7][\da-hjkmnp-tv-zA-HJKMNP-TV-Z]{25}$/u;
/**
* [UUID](https://en.wikipedia.org/wiki/Universally_unique_identifier) regex.
*/
const UUID_REGEX = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/iu;

//#endregion
//#region src/actions/base64/base64.ts
/* @__NO_SIDE_EFFECTS__ */
function base64(message$1) {
	return {
		kind: "validation",
		type: "base64",
		reference: base64,
		async: false,
		expects: null,
		requirement: BASE64_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "Base64", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/bic/bic.ts
/* @__NO_SIDE_EFFECTS__ */
function bic(message$1) {
	return {
		kind: "validation",
		type: "bic",
		reference: bic,
		async: false,
		expects: null,
		requirement: BIC_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "BIC", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/brand/brand.ts
/**
* Creates a brand transformation action.
*
* @param name The brand name.
*
* @returns A brand action.
*/
/* @__NO_SIDE_EFFECTS__ */
function brand(name) {
	return {
		kind: "transformation",
		type: "brand",
		reference: brand,
		async: false,
		name,
		"~run"(dataset) {
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/bytes/bytes.ts
/* @__NO_SIDE_EFFECTS__ */
function bytes(requirement, message$1) {
	return {
		kind: "validation",
		type: "bytes",
		reference: bytes,
		async: false,
		expects: `${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const length$1 = /* @__PURE__ */ _getByteCount(dataset.value);
				if (length$1 !== this.requirement) _addIssue(this, "bytes", dataset, config$1, { received: `${length$1}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/check/check.ts
/* @__NO_SIDE_EFFECTS__ */
function check(requirement, message$1) {
	return {
		kind: "validation",
		type: "check",
		reference: check,
		async: false,
		expects: null,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement(dataset.value)) _addIssue(this, "input", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/check/checkAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function checkAsync(requirement, message$1) {
	return {
		kind: "validation",
		type: "check",
		reference: checkAsync,
		async: true,
		expects: null,
		requirement,
		message: message$1,
		async "~run"(dataset, config$1) {
			if (dataset.typed && !await this.requirement(dataset.value)) _addIssue(this, "input", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/checkItems/checkItems.ts
/* @__NO_SIDE_EFFECTS__ */
function checkItems(requirement, message$1) {
	return {
		kind: "validation",
		type: "check_items",
		reference: checkItems,
		async: false,
		expects: null,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) for (let index = 0; index < dataset.value.length; index++) {
				const item = dataset.value[index];
				if (!this.requirement(item, index, dataset.value)) _addIssue(this, "item", dataset, config$1, {
					input: item,
					path: [{
						type: "array",
						origin: "value",
						input: dataset.value,
						key: index,
						value: item
					}]
				});
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/checkItems/checkItemsAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function checkItemsAsync(requirement, message$1) {
	return {
		kind: "validation",
		type: "check_items",
		reference: checkItemsAsync,
		async: true,
		expects: null,
		requirement,
		message: message$1,
		async "~run"(dataset, config$1) {
			if (dataset.typed) {
				const requirementResults = await Promise.all(dataset.value.map(this.requirement));
				for (let index = 0; index < dataset.value.length; index++) if (!requirementResults[index]) {
					const item = dataset.value[index];
					_addIssue(this, "item", dataset, config$1, {
						input: item,
						path: [{
							type: "array",
							origin: "value",
							input: dataset.value,
							key: index,
							value: item
						}]
					});
				}
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/codePoints/codePoints.ts
/* @__NO_SIDE_EFFECTS__ */
function codePoints(requirement, message$1) {
	return {
		kind: "validation",
		type: "code_points",
		reference: codePoints,
		async: false,
		expects: `${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getCodePointCount(dataset.value);
				if (count !== this.requirement) _addIssue(this, "code points", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/creditCard/creditCard.ts
/**
* Credit card regex.
*/
const CREDIT_CARD_REGEX = /^(?:\d{13,19}|\d{4}(?: \d{3,6}){2,4}|\d{4}(?:-\d{3,6}){2,4})$/u;
/**
* Sanitize regex.
*/
const SANITIZE_REGEX = /[- ]/gu;
/**
* Provider regex list.
*/
const PROVIDER_REGEX_LIST = (/* unused pure expression or super */ null && ([
	/^3[47]\d{13}$/u,
	/^3(?:0[0-5]|[68]\d)\d{11,13}$/u,
	/^6(?:011|5\d{2})\d{12,15}$/u,
	/^(?:2131|1800|35\d{3})\d{11}$/u,
	/^(?:5[1-5]\d{2}|222\d|22[3-9]\d|2[3-6]\d{2}|27[01]\d|2720)\d{12}$/u,
	/^(?:6[27]\d{14,17}|81\d{14,17})$/u,
	/^4\d{12}(?:\d{3,6})?$/u
]));
/* @__NO_SIDE_EFFECTS__ */
function creditCard(message$1) {
	return {
		kind: "validation",
		type: "credit_card",
		reference: creditCard,
		async: false,
		expects: null,
		requirement(input) {
			let sanitized;
			return CREDIT_CARD_REGEX.test(input) && (sanitized = input.replace(SANITIZE_REGEX, "")) && PROVIDER_REGEX_LIST.some((regex$1) => regex$1.test(sanitized)) && /* @__PURE__ */ _isLuhnAlgo(sanitized);
		},
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement(dataset.value)) _addIssue(this, "credit card", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/cuid2/cuid2.ts
/* @__NO_SIDE_EFFECTS__ */
function cuid2(message$1) {
	return {
		kind: "validation",
		type: "cuid2",
		reference: cuid2,
		async: false,
		expects: null,
		requirement: CUID2_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "Cuid2", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/decimal/decimal.ts
/* @__NO_SIDE_EFFECTS__ */
function decimal(message$1) {
	return {
		kind: "validation",
		type: "decimal",
		reference: decimal,
		async: false,
		expects: null,
		requirement: DECIMAL_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "decimal", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/description/description.ts
/**
* Creates a description metadata action.
*
* @param description_ The description text.
*
* @returns A description action.
*/
/* @__NO_SIDE_EFFECTS__ */
function description(description_) {
	return {
		kind: "metadata",
		type: "description",
		reference: description,
		description: description_
	};
}

//#endregion
//#region src/actions/digits/digits.ts
/* @__NO_SIDE_EFFECTS__ */
function digits(message$1) {
	return {
		kind: "validation",
		type: "digits",
		reference: digits,
		async: false,
		expects: null,
		requirement: DIGITS_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "digits", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/domain/domain.ts
/* @__NO_SIDE_EFFECTS__ */
function domain(message$1) {
	return {
		kind: "validation",
		type: "domain",
		reference: domain,
		expects: null,
		async: false,
		requirement: DOMAIN_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "domain", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/email/email.ts
/* @__NO_SIDE_EFFECTS__ */
function email(message$1) {
	return {
		kind: "validation",
		type: "email",
		reference: email,
		expects: null,
		async: false,
		requirement: EMAIL_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "email", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/emoji/emoji.ts
/* @__NO_SIDE_EFFECTS__ */
function emoji(message$1) {
	return {
		kind: "validation",
		type: "emoji",
		reference: emoji,
		async: false,
		expects: null,
		requirement: EMOJI_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "emoji", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/empty/empty.ts
/* @__NO_SIDE_EFFECTS__ */
function empty(message$1) {
	return {
		kind: "validation",
		type: "empty",
		reference: empty,
		async: false,
		expects: "0",
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value.length > 0) _addIssue(this, "length", dataset, config$1, { received: `${dataset.value.length}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/endsWith/endsWith.ts
/* @__NO_SIDE_EFFECTS__ */
function endsWith(requirement, message$1) {
	return {
		kind: "validation",
		type: "ends_with",
		reference: endsWith,
		async: false,
		expects: `"${requirement}"`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !dataset.value.endsWith(this.requirement)) _addIssue(this, "end", dataset, config$1, { received: `"${dataset.value.slice(-this.requirement.length)}"` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/entries/entries.ts
/* @__NO_SIDE_EFFECTS__ */
function entries(requirement, message$1) {
	return {
		kind: "validation",
		type: "entries",
		reference: entries,
		async: false,
		expects: `${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (!dataset.typed) return dataset;
			const count = Object.keys(dataset.value).length;
			if (dataset.typed && count !== this.requirement) _addIssue(this, "entries", dataset, config$1, { received: `${count}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/everyItem/everyItem.ts
/* @__NO_SIDE_EFFECTS__ */
function everyItem(requirement, message$1) {
	return {
		kind: "validation",
		type: "every_item",
		reference: everyItem,
		async: false,
		expects: null,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !dataset.value.every(this.requirement)) _addIssue(this, "item", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/examples/examples.ts
/**
* Creates an examples metadata action.
*
* @param examples_ The examples.
*
* @returns An examples action.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function dist_examples(examples_) {
	return {
		kind: "metadata",
		type: "examples",
		reference: dist_examples,
		examples: examples_
	};
}

//#endregion
//#region src/actions/excludes/excludes.ts
/* @__NO_SIDE_EFFECTS__ */
function excludes(requirement, message$1) {
	const received = /* @__PURE__ */ _stringify(requirement);
	return {
		kind: "validation",
		type: "excludes",
		reference: excludes,
		async: false,
		expects: `!${received}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value.includes(this.requirement)) _addIssue(this, "content", dataset, config$1, { received });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/filterItems/filterItems.ts
/* @__NO_SIDE_EFFECTS__ */
function filterItems(operation) {
	return {
		kind: "transformation",
		type: "filter_items",
		reference: filterItems,
		async: false,
		operation,
		"~run"(dataset) {
			dataset.value = dataset.value.filter(this.operation);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/findItem/findItem.ts
/* @__NO_SIDE_EFFECTS__ */
function findItem(operation) {
	return {
		kind: "transformation",
		type: "find_item",
		reference: findItem,
		async: false,
		operation,
		"~run"(dataset) {
			dataset.value = dataset.value.find(this.operation);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/finite/finite.ts
/* @__NO_SIDE_EFFECTS__ */
function finite(message$1) {
	return {
		kind: "validation",
		type: "finite",
		reference: finite,
		async: false,
		expects: null,
		requirement: Number.isFinite,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement(dataset.value)) _addIssue(this, "finite", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/flavor/flavor.ts
/**
* Creates a flavor transformation action.
*
* @param name The flavor name.
*
* @returns A flavor action.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function flavor(name) {
	return {
		kind: "transformation",
		type: "flavor",
		reference: flavor,
		async: false,
		name,
		"~run"(dataset) {
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/graphemes/graphemes.ts
/* @__NO_SIDE_EFFECTS__ */
function graphemes(requirement, message$1) {
	return {
		kind: "validation",
		type: "graphemes",
		reference: graphemes,
		async: false,
		expects: `${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getGraphemeCount(dataset.value);
				if (count !== this.requirement) _addIssue(this, "graphemes", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/gtValue/gtValue.ts
/* @__NO_SIDE_EFFECTS__ */
function gtValue(requirement, message$1) {
	return {
		kind: "validation",
		type: "gt_value",
		reference: gtValue,
		async: false,
		expects: `>${requirement instanceof Date ? requirement.toJSON() : /* @__PURE__ */ _stringify(requirement)}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !(dataset.value > this.requirement)) _addIssue(this, "value", dataset, config$1, { received: dataset.value instanceof Date ? dataset.value.toJSON() : /* @__PURE__ */ _stringify(dataset.value) });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/guard/guard.ts
/* @__NO_SIDE_EFFECTS__ */
function guard(requirement, message$1) {
	return {
		kind: "transformation",
		type: "guard",
		reference: guard,
		async: false,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement(dataset.value)) {
				_addIssue(this, "input", dataset, config$1);
				dataset.typed = false;
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/hash/hash.ts
/**
* Hash lengths object.
*/
const HASH_LENGTHS = {
	md4: 32,
	md5: 32,
	sha1: 40,
	sha256: 64,
	sha384: 96,
	sha512: 128,
	ripemd128: 32,
	ripemd160: 40,
	tiger128: 32,
	tiger160: 40,
	tiger192: 48,
	crc32: 8,
	crc32b: 8,
	adler32: 8
};
/* @__NO_SIDE_EFFECTS__ */
function hash(types, message$1) {
	return {
		kind: "validation",
		type: "hash",
		reference: hash,
		expects: null,
		async: false,
		requirement: RegExp(types.map((type) => `^[a-fA-F0-9]{${HASH_LENGTHS[type]}}$`).join("|"), "u"),
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "hash", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/hexadecimal/hexadecimal.ts
/* @__NO_SIDE_EFFECTS__ */
function hexadecimal(message$1) {
	return {
		kind: "validation",
		type: "hexadecimal",
		reference: hexadecimal,
		async: false,
		expects: null,
		requirement: HEXADECIMAL_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "hexadecimal", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/hexColor/hexColor.ts
/* @__NO_SIDE_EFFECTS__ */
function hexColor(message$1) {
	return {
		kind: "validation",
		type: "hex_color",
		reference: hexColor,
		async: false,
		expects: null,
		requirement: HEX_COLOR_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "hex color", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/imei/imei.ts
/* @__NO_SIDE_EFFECTS__ */
function imei(message$1) {
	return {
		kind: "validation",
		type: "imei",
		reference: imei,
		async: false,
		expects: null,
		requirement(input) {
			return IMEI_REGEX.test(input) && /* @__PURE__ */ _isLuhnAlgo(input);
		},
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement(dataset.value)) _addIssue(this, "IMEI", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/includes/includes.ts
/* @__NO_SIDE_EFFECTS__ */
function includes(requirement, message$1) {
	const expects = /* @__PURE__ */ _stringify(requirement);
	return {
		kind: "validation",
		type: "includes",
		reference: includes,
		async: false,
		expects,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !dataset.value.includes(this.requirement)) _addIssue(this, "content", dataset, config$1, { received: `!${expects}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/integer/integer.ts
/* @__NO_SIDE_EFFECTS__ */
function integer(message$1) {
	return {
		kind: "validation",
		type: "integer",
		reference: integer,
		async: false,
		expects: null,
		requirement: Number.isInteger,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement(dataset.value)) _addIssue(this, "integer", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/ip/ip.ts
/* @__NO_SIDE_EFFECTS__ */
function ip(message$1) {
	return {
		kind: "validation",
		type: "ip",
		reference: ip,
		async: false,
		expects: null,
		requirement: IP_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "IP", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/ipv4/ipv4.ts
/* @__NO_SIDE_EFFECTS__ */
function ipv4(message$1) {
	return {
		kind: "validation",
		type: "ipv4",
		reference: ipv4,
		async: false,
		expects: null,
		requirement: IPV4_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "IPv4", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/ipv6/ipv6.ts
/* @__NO_SIDE_EFFECTS__ */
function ipv6(message$1) {
	return {
		kind: "validation",
		type: "ipv6",
		reference: ipv6,
		async: false,
		expects: null,
		requirement: IPV6_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "IPv6", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/isbn/utils/_isIsbn10.ts
/**
* [Validates an ISBN-10](https://en.wikipedia.org/wiki/ISBN#ISBN-10_check_digits).
*
* @param input The input value.
*
* @returns `true` if the input is a valid ISBN-10, `false` otherwise.
*
* @internal
*/
function _isIsbn10(input) {
	const digits$1 = input.split("").map((c) => c === "X" ? 10 : parseInt(c));
	let sum = 0;
	for (let i = 0; i < 10; i++) sum += digits$1[i] * (10 - i);
	return sum % 11 === 0;
}

//#endregion
//#region src/actions/isbn/utils/_isIsbn13.ts
/**
* [Validates an ISBN-13](https://en.wikipedia.org/wiki/ISBN#ISBN-13_check_digit_calculation).
*
* @param input The input value.
*
* @returns `true` if the input is a valid ISBN-13, `false` otherwise.
*
* @internal
*/
function _isIsbn13(input) {
	const digits$1 = input.split("").map((c) => parseInt(c));
	let sum = 0;
	for (let i = 0; i < 13; i++) sum += digits$1[i] * (i % 2 === 0 ? 1 : 3);
	return sum % 10 === 0;
}

//#endregion
//#region src/actions/isbn/isbn.ts
/**
* ISBN separator regex.
*/
const ISBN_SEPARATOR_REGEX = /[- ]/gu;
/**
* ISBN-10 detection regex.
*/
const ISBN_10_DETECTION_REGEX = /^\d{9}[\dX]$/u;
/**
* ISBN-13 detection regex.
*/
const ISBN_13_DETECTION_REGEX = /^\d{13}$/u;
/* @__NO_SIDE_EFFECTS__ */
function isbn(message$1) {
	return {
		kind: "validation",
		type: "isbn",
		reference: isbn,
		async: false,
		expects: null,
		requirement(input) {
			const replacedInput = input.replace(ISBN_SEPARATOR_REGEX, "");
			if (ISBN_10_DETECTION_REGEX.test(replacedInput)) return _isIsbn10(replacedInput);
			else if (ISBN_13_DETECTION_REGEX.test(replacedInput)) return _isIsbn13(replacedInput);
			return false;
		},
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement(dataset.value)) _addIssue(this, "ISBN", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/isrc/isrc.ts
/* @__NO_SIDE_EFFECTS__ */
function isrc(message$1) {
	return {
		kind: "validation",
		type: "isrc",
		reference: isrc,
		async: false,
		expects: null,
		requirement: ISRC_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "ISRC", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/isoDate/isoDate.ts
/* @__NO_SIDE_EFFECTS__ */
function isoDate(message$1) {
	return {
		kind: "validation",
		type: "iso_date",
		reference: isoDate,
		async: false,
		expects: null,
		requirement: ISO_DATE_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "date", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/isoDateTime/isoDateTime.ts
/* @__NO_SIDE_EFFECTS__ */
function isoDateTime(message$1) {
	return {
		kind: "validation",
		type: "iso_date_time",
		reference: isoDateTime,
		async: false,
		expects: null,
		requirement: ISO_DATE_TIME_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "date-time", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/isoDateTimeSecond/isoDateTimeSecond.ts
/* @__NO_SIDE_EFFECTS__ */
function isoDateTimeSecond(message$1) {
	return {
		kind: "validation",
		type: "iso_date_time_second",
		reference: isoDateTimeSecond,
		async: false,
		expects: null,
		requirement: ISO_DATE_TIME_SECOND_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "date-time-second", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/isoTime/isoTime.ts
/* @__NO_SIDE_EFFECTS__ */
function isoTime(message$1) {
	return {
		kind: "validation",
		type: "iso_time",
		reference: isoTime,
		async: false,
		expects: null,
		requirement: ISO_TIME_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "time", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/isoTimeSecond/isoTimeSecond.ts
/* @__NO_SIDE_EFFECTS__ */
function isoTimeSecond(message$1) {
	return {
		kind: "validation",
		type: "iso_time_second",
		reference: isoTimeSecond,
		async: false,
		expects: null,
		requirement: ISO_TIME_SECOND_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "time-second", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/isoTimestamp/isoTimestamp.ts
/* @__NO_SIDE_EFFECTS__ */
function isoTimestamp(message$1) {
	return {
		kind: "validation",
		type: "iso_timestamp",
		reference: isoTimestamp,
		async: false,
		expects: null,
		requirement: ISO_TIMESTAMP_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "timestamp", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/isoWeek/isoWeek.ts
/* @__NO_SIDE_EFFECTS__ */
function isoWeek(message$1) {
	return {
		kind: "validation",
		type: "iso_week",
		reference: isoWeek,
		async: false,
		expects: null,
		requirement: ISO_WEEK_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "week", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/jwsCompact/jwsCompact.ts
/* @__NO_SIDE_EFFECTS__ */
function jwsCompact(message$1) {
	return {
		kind: "validation",
		type: "jws_compact",
		reference: jwsCompact,
		async: false,
		expects: null,
		requirement: JWS_COMPACT_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "JWS compact", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/ksuid/ksuid.ts
/* @__NO_SIDE_EFFECTS__ */
function ksuid(message$1) {
	return {
		kind: "validation",
		type: "ksuid",
		reference: ksuid,
		async: false,
		expects: null,
		requirement: KSUID_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "KSUID", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/length/length.ts
/* @__NO_SIDE_EFFECTS__ */
function dist_length(requirement, message$1) {
	return {
		kind: "validation",
		type: "length",
		reference: dist_length,
		async: false,
		expects: `${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value.length !== this.requirement) _addIssue(this, "length", dataset, config$1, { received: `${dataset.value.length}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/ltValue/ltValue.ts
/* @__NO_SIDE_EFFECTS__ */
function ltValue(requirement, message$1) {
	return {
		kind: "validation",
		type: "lt_value",
		reference: ltValue,
		async: false,
		expects: `<${requirement instanceof Date ? requirement.toJSON() : /* @__PURE__ */ _stringify(requirement)}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !(dataset.value < this.requirement)) _addIssue(this, "value", dataset, config$1, { received: dataset.value instanceof Date ? dataset.value.toJSON() : /* @__PURE__ */ _stringify(dataset.value) });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/mac/mac.ts
/* @__NO_SIDE_EFFECTS__ */
function mac(message$1) {
	return {
		kind: "validation",
		type: "mac",
		reference: mac,
		async: false,
		expects: null,
		requirement: MAC_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "MAC", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/mac48/mac48.ts
/* @__NO_SIDE_EFFECTS__ */
function mac48(message$1) {
	return {
		kind: "validation",
		type: "mac48",
		reference: mac48,
		async: false,
		expects: null,
		requirement: MAC48_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "48-bit MAC", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/mac64/mac64.ts
/* @__NO_SIDE_EFFECTS__ */
function mac64(message$1) {
	return {
		kind: "validation",
		type: "mac64",
		reference: mac64,
		async: false,
		expects: null,
		requirement: MAC64_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "64-bit MAC", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/mapItems/mapItems.ts
/* @__NO_SIDE_EFFECTS__ */
function mapItems(operation) {
	return {
		kind: "transformation",
		type: "map_items",
		reference: mapItems,
		async: false,
		operation,
		"~run"(dataset) {
			dataset.value = dataset.value.map(this.operation);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/maxBytes/maxBytes.ts
/* @__NO_SIDE_EFFECTS__ */
function maxBytes(requirement, message$1) {
	return {
		kind: "validation",
		type: "max_bytes",
		reference: maxBytes,
		async: false,
		expects: `<=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const length$1 = /* @__PURE__ */ _getByteCount(dataset.value);
				if (length$1 > this.requirement) _addIssue(this, "bytes", dataset, config$1, { received: `${length$1}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/maxCodePoints/maxCodePoints.ts
/* @__NO_SIDE_EFFECTS__ */
function maxCodePoints(requirement, message$1) {
	return {
		kind: "validation",
		type: "max_code_points",
		reference: maxCodePoints,
		async: false,
		expects: `<=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getCodePointCount(dataset.value);
				if (count > this.requirement) _addIssue(this, "code points", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/maxEntries/maxEntries.ts
/* @__NO_SIDE_EFFECTS__ */
function maxEntries(requirement, message$1) {
	return {
		kind: "validation",
		type: "max_entries",
		reference: maxEntries,
		async: false,
		expects: `<=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (!dataset.typed) return dataset;
			const count = Object.keys(dataset.value).length;
			if (dataset.typed && count > this.requirement) _addIssue(this, "entries", dataset, config$1, { received: `${count}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/maxGraphemes/maxGraphemes.ts
/* @__NO_SIDE_EFFECTS__ */
function maxGraphemes(requirement, message$1) {
	return {
		kind: "validation",
		type: "max_graphemes",
		reference: maxGraphemes,
		async: false,
		expects: `<=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getGraphemeCount(dataset.value);
				if (count > this.requirement) _addIssue(this, "graphemes", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/maxLength/maxLength.ts
/* @__NO_SIDE_EFFECTS__ */
function maxLength(requirement, message$1) {
	return {
		kind: "validation",
		type: "max_length",
		reference: maxLength,
		async: false,
		expects: `<=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value.length > this.requirement) _addIssue(this, "length", dataset, config$1, { received: `${dataset.value.length}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/maxSize/maxSize.ts
/* @__NO_SIDE_EFFECTS__ */
function maxSize(requirement, message$1) {
	return {
		kind: "validation",
		type: "max_size",
		reference: maxSize,
		async: false,
		expects: `<=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value.size > this.requirement) _addIssue(this, "size", dataset, config$1, { received: `${dataset.value.size}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/maxValue/maxValue.ts
/* @__NO_SIDE_EFFECTS__ */
function maxValue(requirement, message$1) {
	return {
		kind: "validation",
		type: "max_value",
		reference: maxValue,
		async: false,
		expects: `<=${requirement instanceof Date ? requirement.toJSON() : /* @__PURE__ */ _stringify(requirement)}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !(dataset.value <= this.requirement)) _addIssue(this, "value", dataset, config$1, { received: dataset.value instanceof Date ? dataset.value.toJSON() : /* @__PURE__ */ _stringify(dataset.value) });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/maxWords/maxWords.ts
/* @__NO_SIDE_EFFECTS__ */
function maxWords(locales, requirement, message$1) {
	return {
		kind: "validation",
		type: "max_words",
		reference: maxWords,
		async: false,
		expects: `<=${requirement}`,
		locales,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getWordCount(this.locales, dataset.value);
				if (count > this.requirement) _addIssue(this, "words", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/metadata/metadata.ts
/**
* Creates a custom metadata action.
*
* @param metadata_ The metadata object.
*
* @returns A metadata action.
*/
/* @__NO_SIDE_EFFECTS__ */
function metadata(metadata_) {
	return {
		kind: "metadata",
		type: "metadata",
		reference: metadata,
		metadata: metadata_
	};
}

//#endregion
//#region src/actions/mimeType/mimeType.ts
/* @__NO_SIDE_EFFECTS__ */
function mimeType(requirement, message$1) {
	return {
		kind: "validation",
		type: "mime_type",
		reference: mimeType,
		async: false,
		expects: /* @__PURE__ */ _joinExpects(requirement.map((option) => `"${option}"`), "|"),
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.includes(dataset.value.type)) _addIssue(this, "MIME type", dataset, config$1, { received: `"${dataset.value.type}"` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/minBytes/minBytes.ts
/* @__NO_SIDE_EFFECTS__ */
function minBytes(requirement, message$1) {
	return {
		kind: "validation",
		type: "min_bytes",
		reference: minBytes,
		async: false,
		expects: `>=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const length$1 = /* @__PURE__ */ _getByteCount(dataset.value);
				if (length$1 < this.requirement) _addIssue(this, "bytes", dataset, config$1, { received: `${length$1}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/minCodePoints/minCodePoints.ts
/* @__NO_SIDE_EFFECTS__ */
function minCodePoints(requirement, message$1) {
	return {
		kind: "validation",
		type: "min_code_points",
		reference: minCodePoints,
		async: false,
		expects: `>=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getCodePointCount(dataset.value);
				if (count < this.requirement) _addIssue(this, "code points", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/minEntries/minEntries.ts
/* @__NO_SIDE_EFFECTS__ */
function minEntries(requirement, message$1) {
	return {
		kind: "validation",
		type: "min_entries",
		reference: minEntries,
		async: false,
		expects: `>=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (!dataset.typed) return dataset;
			const count = Object.keys(dataset.value).length;
			if (dataset.typed && count < this.requirement) _addIssue(this, "entries", dataset, config$1, { received: `${count}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/minGraphemes/minGraphemes.ts
/* @__NO_SIDE_EFFECTS__ */
function minGraphemes(requirement, message$1) {
	return {
		kind: "validation",
		type: "min_graphemes",
		reference: minGraphemes,
		async: false,
		expects: `>=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getGraphemeCount(dataset.value);
				if (count < this.requirement) _addIssue(this, "graphemes", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/minLength/minLength.ts
/* @__NO_SIDE_EFFECTS__ */
function minLength(requirement, message$1) {
	return {
		kind: "validation",
		type: "min_length",
		reference: minLength,
		async: false,
		expects: `>=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value.length < this.requirement) _addIssue(this, "length", dataset, config$1, { received: `${dataset.value.length}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/minSize/minSize.ts
/* @__NO_SIDE_EFFECTS__ */
function minSize(requirement, message$1) {
	return {
		kind: "validation",
		type: "min_size",
		reference: minSize,
		async: false,
		expects: `>=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value.size < this.requirement) _addIssue(this, "size", dataset, config$1, { received: `${dataset.value.size}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/minValue/minValue.ts
/* @__NO_SIDE_EFFECTS__ */
function minValue(requirement, message$1) {
	return {
		kind: "validation",
		type: "min_value",
		reference: minValue,
		async: false,
		expects: `>=${requirement instanceof Date ? requirement.toJSON() : /* @__PURE__ */ _stringify(requirement)}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !(dataset.value >= this.requirement)) _addIssue(this, "value", dataset, config$1, { received: dataset.value instanceof Date ? dataset.value.toJSON() : /* @__PURE__ */ _stringify(dataset.value) });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/minWords/minWords.ts
/* @__NO_SIDE_EFFECTS__ */
function minWords(locales, requirement, message$1) {
	return {
		kind: "validation",
		type: "min_words",
		reference: minWords,
		async: false,
		expects: `>=${requirement}`,
		locales,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getWordCount(this.locales, dataset.value);
				if (count < this.requirement) _addIssue(this, "words", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/multipleOf/multipleOf.ts
/* @__NO_SIDE_EFFECTS__ */
function multipleOf(requirement, message$1) {
	return {
		kind: "validation",
		type: "multiple_of",
		reference: multipleOf,
		async: false,
		expects: `%${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value % this.requirement != 0) _addIssue(this, "multiple", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/nanoid/nanoid.ts
/* @__NO_SIDE_EFFECTS__ */
function nanoid(message$1) {
	return {
		kind: "validation",
		type: "nanoid",
		reference: nanoid,
		async: false,
		expects: null,
		requirement: NANO_ID_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "Nano ID", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/nonEmpty/nonEmpty.ts
/* @__NO_SIDE_EFFECTS__ */
function nonEmpty(message$1) {
	return {
		kind: "validation",
		type: "non_empty",
		reference: nonEmpty,
		async: false,
		expects: "!0",
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value.length === 0) _addIssue(this, "length", dataset, config$1, { received: "0" });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/normalize/normalize.ts
/* @__NO_SIDE_EFFECTS__ */
function normalize(form) {
	return {
		kind: "transformation",
		type: "normalize",
		reference: normalize,
		async: false,
		form,
		"~run"(dataset) {
			dataset.value = dataset.value.normalize(this.form);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/notBytes/notBytes.ts
/* @__NO_SIDE_EFFECTS__ */
function notBytes(requirement, message$1) {
	return {
		kind: "validation",
		type: "not_bytes",
		reference: notBytes,
		async: false,
		expects: `!${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const length$1 = /* @__PURE__ */ _getByteCount(dataset.value);
				if (length$1 === this.requirement) _addIssue(this, "bytes", dataset, config$1, { received: `${length$1}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/notCodePoints/notCodePoints.ts
/* @__NO_SIDE_EFFECTS__ */
function notCodePoints(requirement, message$1) {
	return {
		kind: "validation",
		type: "not_code_points",
		reference: notCodePoints,
		async: false,
		expects: `!${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getCodePointCount(dataset.value);
				if (count === this.requirement) _addIssue(this, "code points", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/notEntries/notEntries.ts
/* @__NO_SIDE_EFFECTS__ */
function notEntries(requirement, message$1) {
	return {
		kind: "validation",
		type: "not_entries",
		reference: notEntries,
		async: false,
		expects: `!${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (!dataset.typed) return dataset;
			const count = Object.keys(dataset.value).length;
			if (dataset.typed && count === this.requirement) _addIssue(this, "entries", dataset, config$1, { received: `${count}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/notGraphemes/notGraphemes.ts
/* @__NO_SIDE_EFFECTS__ */
function notGraphemes(requirement, message$1) {
	return {
		kind: "validation",
		type: "not_graphemes",
		reference: notGraphemes,
		async: false,
		expects: `!${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getGraphemeCount(dataset.value);
				if (count === this.requirement) _addIssue(this, "graphemes", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/notLength/notLength.ts
/* @__NO_SIDE_EFFECTS__ */
function notLength(requirement, message$1) {
	return {
		kind: "validation",
		type: "not_length",
		reference: notLength,
		async: false,
		expects: `!${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value.length === this.requirement) _addIssue(this, "length", dataset, config$1, { received: `${dataset.value.length}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/notSize/notSize.ts
/* @__NO_SIDE_EFFECTS__ */
function notSize(requirement, message$1) {
	return {
		kind: "validation",
		type: "not_size",
		reference: notSize,
		async: false,
		expects: `!${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value.size === this.requirement) _addIssue(this, "size", dataset, config$1, { received: `${dataset.value.size}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/notValue/notValue.ts
/* @__NO_SIDE_EFFECTS__ */
function notValue(requirement, message$1) {
	return {
		kind: "validation",
		type: "not_value",
		reference: notValue,
		async: false,
		expects: requirement instanceof Date ? `!${requirement.toJSON()}` : `!${/* @__PURE__ */ _stringify(requirement)}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && /* @__PURE__ */ _isValueMatch(this.requirement, dataset.value)) _addIssue(this, "value", dataset, config$1, { received: dataset.value instanceof Date ? dataset.value.toJSON() : /* @__PURE__ */ _stringify(dataset.value) });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/notValues/notValues.ts
/* @__NO_SIDE_EFFECTS__ */
function notValues(requirement, message$1) {
	return {
		kind: "validation",
		type: "not_values",
		reference: notValues,
		async: false,
		expects: `!${/* @__PURE__ */ _joinExpects(requirement.map((value$1) => value$1 instanceof Date ? value$1.toJSON() : /* @__PURE__ */ _stringify(value$1)), "|")}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && this.requirement.some((requirement$1) => /* @__PURE__ */ _isValueMatch(requirement$1, dataset.value))) _addIssue(this, "value", dataset, config$1, { received: dataset.value instanceof Date ? dataset.value.toJSON() : /* @__PURE__ */ _stringify(dataset.value) });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/notWords/notWords.ts
/* @__NO_SIDE_EFFECTS__ */
function notWords(locales, requirement, message$1) {
	return {
		kind: "validation",
		type: "not_words",
		reference: notWords,
		async: false,
		expects: `!${requirement}`,
		locales,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getWordCount(this.locales, dataset.value);
				if (count === this.requirement) _addIssue(this, "words", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/octal/octal.ts
/* @__NO_SIDE_EFFECTS__ */
function octal(message$1) {
	return {
		kind: "validation",
		type: "octal",
		reference: octal,
		async: false,
		expects: null,
		requirement: OCTAL_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "octal", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/parseBoolean/parseBoolean.ts
const TRUTHY = (/* unused pure expression or super */ null && ([
	true,
	1,
	"true",
	"1",
	"yes",
	"y",
	"on",
	"enabled"
]));
const FALSY = (/* unused pure expression or super */ null && ([
	false,
	0,
	"false",
	"0",
	"no",
	"n",
	"off",
	"disabled"
]));
/* @__NO_SIDE_EFFECTS__ */
function dist_parseBoolean(config$1, message$1) {
	const normalize$1 = (v) => typeof v === "string" ? v.toLowerCase() : v;
	const truthyRaw = config$1?.truthy ?? TRUTHY;
	const falsyRaw = config$1?.falsy ?? FALSY;
	const truthy = config$1?.truthy ? config$1.truthy.map(normalize$1) : TRUTHY;
	const falsy = config$1?.falsy ? config$1.falsy.map(normalize$1) : FALSY;
	return {
		kind: "transformation",
		type: "parse_boolean",
		reference: dist_parseBoolean,
		expects: /* @__PURE__ */ _joinExpects([...truthyRaw, ...falsyRaw].map(_stringify), "|"),
		config: config$1,
		message: message$1,
		async: false,
		"~run"(dataset, config$2) {
			const input = normalize$1(dataset.value);
			if (truthy.includes(input)) dataset.value = true;
			else if (falsy.includes(input)) dataset.value = false;
			else {
				_addIssue(this, "boolean", dataset, config$2);
				dataset.typed = false;
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/parseJson/parseJson.ts
/* @__NO_SIDE_EFFECTS__ */
function parseJson(config$1, message$1) {
	return {
		kind: "transformation",
		type: "parse_json",
		reference: parseJson,
		config: config$1,
		message: message$1,
		async: false,
		"~run"(dataset, config$2) {
			try {
				dataset.value = JSON.parse(dataset.value, this.config?.reviver);
			} catch (error) {
				if (error instanceof Error) {
					_addIssue(this, "JSON", dataset, config$2, { received: `"${error.message}"` });
					dataset.typed = false;
				} else throw error;
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/partialCheck/utils/_isPartiallyTyped/_isPartiallyTyped.ts
/**
* Checks if a dataset is partially typed.
*
* @param dataset The dataset to check.
* @param paths The paths to check.
*
* @returns Whether it is partially typed.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _isPartiallyTyped(dataset, paths) {
	if (dataset.issues) for (const path of paths) for (const issue of dataset.issues) {
		let typed = false;
		const bound = Math.min(path.length, issue.path?.length ?? 0);
		for (let index = 0; index < bound; index++) if (path[index] !== issue.path[index].key && (path[index] !== "$" || issue.path[index].type !== "array")) {
			typed = true;
			break;
		}
		if (!typed) return false;
	}
	return true;
}

//#endregion
//#region src/actions/partialCheck/partialCheck.ts
/* @__NO_SIDE_EFFECTS__ */
function partialCheck(paths, requirement, message$1) {
	return {
		kind: "validation",
		type: "partial_check",
		reference: partialCheck,
		async: false,
		expects: null,
		paths,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if ((dataset.typed || /* @__PURE__ */ _isPartiallyTyped(dataset, paths)) && !this.requirement(dataset.value)) _addIssue(this, "input", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/partialCheck/partialCheckAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function partialCheckAsync(paths, requirement, message$1) {
	return {
		kind: "validation",
		type: "partial_check",
		reference: partialCheckAsync,
		async: true,
		expects: null,
		paths,
		requirement,
		message: message$1,
		async "~run"(dataset, config$1) {
			if ((dataset.typed || /* @__PURE__ */ _isPartiallyTyped(dataset, paths)) && !await this.requirement(dataset.value)) _addIssue(this, "input", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/rawCheck/rawCheck.ts
/**
* Creates a raw check validation action.
*
* @param action The validation action.
*
* @returns A raw check action.
*/
/* @__NO_SIDE_EFFECTS__ */
function rawCheck(action) {
	return {
		kind: "validation",
		type: "raw_check",
		reference: rawCheck,
		async: false,
		expects: null,
		"~run"(dataset, config$1) {
			action({
				dataset,
				config: config$1,
				addIssue: (info) => _addIssue(this, info?.label ?? "input", dataset, config$1, info)
			});
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/rawCheck/rawCheckAsync.ts
/**
* Creates a raw check validation action.
*
* @param action The validation action.
*
* @returns A raw check action.
*/
/* @__NO_SIDE_EFFECTS__ */
function rawCheckAsync(action) {
	return {
		kind: "validation",
		type: "raw_check",
		reference: rawCheckAsync,
		async: true,
		expects: null,
		async "~run"(dataset, config$1) {
			await action({
				dataset,
				config: config$1,
				addIssue: (info) => _addIssue(this, info?.label ?? "input", dataset, config$1, info)
			});
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/rawTransform/rawTransform.ts
/**
* Creates a raw transformation action.
*
* @param action The transformation action.
*
* @returns A raw transform action.
*/
/* @__NO_SIDE_EFFECTS__ */
function rawTransform(action) {
	return {
		kind: "transformation",
		type: "raw_transform",
		reference: rawTransform,
		async: false,
		"~run"(dataset, config$1) {
			const output = action({
				dataset,
				config: config$1,
				addIssue: (info) => _addIssue(this, info?.label ?? "input", dataset, config$1, info),
				NEVER: null
			});
			if (dataset.issues) dataset.typed = false;
			else dataset.value = output;
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/rawTransform/rawTransformAsync.ts
/**
* Creates a raw transformation action.
*
* @param action The transformation action.
*
* @returns A raw transform action.
*/
/* @__NO_SIDE_EFFECTS__ */
function rawTransformAsync(action) {
	return {
		kind: "transformation",
		type: "raw_transform",
		reference: rawTransformAsync,
		async: true,
		async "~run"(dataset, config$1) {
			const output = await action({
				dataset,
				config: config$1,
				addIssue: (info) => _addIssue(this, info?.label ?? "input", dataset, config$1, info),
				NEVER: null
			});
			if (dataset.issues) dataset.typed = false;
			else dataset.value = output;
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/readonly/readonly.ts
/* @__NO_SIDE_EFFECTS__ */
function readonly() {
	return {
		kind: "transformation",
		type: "readonly",
		reference: readonly,
		async: false,
		"~run"(dataset) {
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/reduceItems/reduceItems.ts
/* @__NO_SIDE_EFFECTS__ */
function reduceItems(operation, initial) {
	return {
		kind: "transformation",
		type: "reduce_items",
		reference: reduceItems,
		async: false,
		operation,
		initial,
		"~run"(dataset) {
			dataset.value = dataset.value.reduce(this.operation, this.initial);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/regex/regex.ts
/* @__NO_SIDE_EFFECTS__ */
function regex(requirement, message$1) {
	return {
		kind: "validation",
		type: "regex",
		reference: regex,
		async: false,
		expects: `${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "format", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/returns/returns.ts
/* @__NO_SIDE_EFFECTS__ */
function returns(schema) {
	return {
		kind: "transformation",
		type: "returns",
		reference: returns,
		async: false,
		schema,
		"~run"(dataset, config$1) {
			const func = dataset.value;
			dataset.value = (...args_) => {
				const returnsDataset = this.schema["~run"]({ value: func(...args_) }, config$1);
				if (returnsDataset.issues) throw new ValiError(returnsDataset.issues);
				return returnsDataset.value;
			};
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/returns/returnsAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function returnsAsync(schema) {
	return {
		kind: "transformation",
		type: "returns",
		reference: returnsAsync,
		async: false,
		schema,
		"~run"(dataset, config$1) {
			const func = dataset.value;
			dataset.value = async (...args_) => {
				const returnsDataset = await this.schema["~run"]({ value: await func(...args_) }, config$1);
				if (returnsDataset.issues) throw new ValiError(returnsDataset.issues);
				return returnsDataset.value;
			};
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/rfcEmail/rfcEmail.ts
/* @__NO_SIDE_EFFECTS__ */
function rfcEmail(message$1) {
	return {
		kind: "validation",
		type: "rfc_email",
		reference: rfcEmail,
		expects: null,
		async: false,
		requirement: RFC_EMAIL_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "email", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/safeInteger/safeInteger.ts
/* @__NO_SIDE_EFFECTS__ */
function safeInteger(message$1) {
	return {
		kind: "validation",
		type: "safe_integer",
		reference: safeInteger,
		async: false,
		expects: null,
		requirement: Number.isSafeInteger,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement(dataset.value)) _addIssue(this, "safe integer", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/size/size.ts
/* @__NO_SIDE_EFFECTS__ */
function dist_size(requirement, message$1) {
	return {
		kind: "validation",
		type: "size",
		reference: dist_size,
		async: false,
		expects: `${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value.size !== this.requirement) _addIssue(this, "size", dataset, config$1, { received: `${dataset.value.size}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/slug/slug.ts
/* @__NO_SIDE_EFFECTS__ */
function slug(message$1) {
	return {
		kind: "validation",
		type: "slug",
		reference: slug,
		async: false,
		expects: null,
		requirement: SLUG_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "slug", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/someItem/someItem.ts
/* @__NO_SIDE_EFFECTS__ */
function someItem(requirement, message$1) {
	return {
		kind: "validation",
		type: "some_item",
		reference: someItem,
		async: false,
		expects: null,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !dataset.value.some(this.requirement)) _addIssue(this, "item", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/sortItems/sortItems.ts
/* @__NO_SIDE_EFFECTS__ */
function sortItems(operation) {
	return {
		kind: "transformation",
		type: "sort_items",
		reference: sortItems,
		async: false,
		operation,
		"~run"(dataset) {
			dataset.value = dataset.value.sort(this.operation);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/startsWith/startsWith.ts
/* @__NO_SIDE_EFFECTS__ */
function startsWith(requirement, message$1) {
	return {
		kind: "validation",
		type: "starts_with",
		reference: startsWith,
		async: false,
		expects: `"${requirement}"`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !dataset.value.startsWith(this.requirement)) _addIssue(this, "start", dataset, config$1, { received: `"${dataset.value.slice(0, this.requirement.length)}"` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/stringifyJson/stringifyJson.ts
/* @__NO_SIDE_EFFECTS__ */
function stringifyJson(config$1, message$1) {
	return {
		kind: "transformation",
		type: "stringify_json",
		reference: stringifyJson,
		message: message$1,
		config: config$1,
		async: false,
		"~run"(dataset, config$2) {
			try {
				const output = JSON.stringify(dataset.value, this.config?.replacer, this.config?.space);
				if (output === void 0) {
					_addIssue(this, "JSON", dataset, config$2);
					dataset.typed = false;
				} else dataset.value = output;
			} catch (error) {
				if (error instanceof Error) {
					_addIssue(this, "JSON", dataset, config$2, { received: `"${error.message}"` });
					dataset.typed = false;
				} else throw error;
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/title/title.ts
/**
* Creates a title metadata action.
*
* @param title_ The title text.
*
* @returns A title action.
*/
/* @__NO_SIDE_EFFECTS__ */
function title(title_) {
	return {
		kind: "metadata",
		type: "title",
		reference: title,
		title: title_
	};
}

//#endregion
//#region src/actions/toBigint/toBigint.ts
/* @__NO_SIDE_EFFECTS__ */
function toBigint(message$1) {
	return {
		kind: "transformation",
		type: "to_bigint",
		reference: toBigint,
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			try {
				dataset.value = BigInt(dataset.value);
			} catch {
				_addIssue(this, "bigint", dataset, config$1);
				dataset.typed = false;
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toBoolean/toBoolean.ts
/**
* Creates a to boolean transformation action.
*
* @returns A to boolean action.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function toBoolean() {
	return {
		kind: "transformation",
		type: "to_boolean",
		reference: toBoolean,
		async: false,
		"~run"(dataset) {
			dataset.value = Boolean(dataset.value);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toCamelCase/toCamelCase.ts
/**
* Creates a to camel case transformation action.
*
* Words are separated by `_`, `-` and ASCII whitespace, as well as by case
* and acronym boundaries.
*
* Hint: Acronym runs are normalized to lowercase (e.g. `parseURLValue` →
* `parseUrlValue`) and digits stay attached to the preceding token (e.g.
* `item2Name` → `item2Name`).
*
* @returns A to camel case action.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function toCamelCase() {
	return {
		kind: "transformation",
		type: "to_camel_case",
		reference: toCamelCase,
		async: false,
		"~run"(dataset) {
			dataset.value = /* @__PURE__ */ _formatCase(dataset.value, "", false, true);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toDate/toDate.ts
/* @__NO_SIDE_EFFECTS__ */
function toDate(message$1) {
	return {
		kind: "transformation",
		type: "to_date",
		reference: toDate,
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			try {
				dataset.value = new Date(dataset.value);
				if (isNaN(dataset.value)) {
					_addIssue(this, "date", dataset, config$1, { received: "\"Invalid Date\"" });
					dataset.typed = false;
				}
			} catch {
				_addIssue(this, "date", dataset, config$1);
				dataset.typed = false;
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toKebabCase/toKebabCase.ts
/**
* Creates a to kebab case transformation action.
*
* Words are separated by `_`, `-` and ASCII whitespace, as well as by case
* and acronym boundaries.
*
* Hint: Acronym runs are normalized to lowercase (e.g. `parseURLValue` →
* `parse-url-value`) and digits stay attached to the preceding token (e.g.
* `item2Name` → `item2-name`).
*
* @returns A to kebab case action.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function toKebabCase() {
	return {
		kind: "transformation",
		type: "to_kebab_case",
		reference: toKebabCase,
		async: false,
		"~run"(dataset) {
			dataset.value = /* @__PURE__ */ _formatCase(dataset.value, "-", false, false);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toLowerCase/toLowerCase.ts
/**
* Creates a to lower case transformation action.
*
* @returns A to lower case action.
*/
/* @__NO_SIDE_EFFECTS__ */
function toLowerCase() {
	return {
		kind: "transformation",
		type: "to_lower_case",
		reference: toLowerCase,
		async: false,
		"~run"(dataset) {
			dataset.value = dataset.value.toLowerCase();
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toMaxValue/toMaxValue.ts
/**
* Creates a to max value transformation action.
*
* @param requirement The maximum value.
*
* @returns A to max value action.
*/
/* @__NO_SIDE_EFFECTS__ */
function toMaxValue(requirement) {
	return {
		kind: "transformation",
		type: "to_max_value",
		reference: toMaxValue,
		async: false,
		requirement,
		"~run"(dataset) {
			dataset.value = dataset.value > this.requirement ? this.requirement : dataset.value;
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toMinValue/toMinValue.ts
/**
* Creates a to min value transformation action.
*
* @param requirement The minimum value.
*
* @returns A to min value action.
*/
/* @__NO_SIDE_EFFECTS__ */
function toMinValue(requirement) {
	return {
		kind: "transformation",
		type: "to_min_value",
		reference: toMinValue,
		async: false,
		requirement,
		"~run"(dataset) {
			dataset.value = dataset.value < this.requirement ? this.requirement : dataset.value;
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toNumber/toNumber.ts
/* @__NO_SIDE_EFFECTS__ */
function toNumber(message$1) {
	return {
		kind: "transformation",
		type: "to_number",
		reference: toNumber,
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			try {
				dataset.value = Number(dataset.value);
				if (isNaN(dataset.value)) {
					_addIssue(this, "number", dataset, config$1);
					dataset.typed = false;
				}
			} catch {
				_addIssue(this, "number", dataset, config$1);
				dataset.typed = false;
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toPascalCase/toPascalCase.ts
/**
* Creates a to pascal case transformation action.
*
* Words are separated by `_`, `-` and ASCII whitespace, as well as by case
* and acronym boundaries.
*
* Hint: Acronym runs are normalized to lowercase (e.g. `parseURLValue` →
* `ParseUrlValue`) and digits stay attached to the preceding token (e.g.
* `item2Name` → `Item2Name`).
*
* @returns A to pascal case action.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function toPascalCase() {
	return {
		kind: "transformation",
		type: "to_pascal_case",
		reference: toPascalCase,
		async: false,
		"~run"(dataset) {
			dataset.value = /* @__PURE__ */ _formatCase(dataset.value, "", true, true);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toSnakeCase/toSnakeCase.ts
/**
* Creates a to snake case transformation action.
*
* Words are separated by `_`, `-` and ASCII whitespace, as well as by case
* and acronym boundaries.
*
* Hint: Acronym runs are normalized to lowercase (e.g. `parseURLValue` →
* `parse_url_value`) and digits stay attached to the preceding token (e.g.
* `item2Name` → `item2_name`).
*
* @returns A to snake case action.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function toSnakeCase() {
	return {
		kind: "transformation",
		type: "to_snake_case",
		reference: toSnakeCase,
		async: false,
		"~run"(dataset) {
			dataset.value = /* @__PURE__ */ _formatCase(dataset.value, "_", false, false);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toString/toString.ts
/* @__NO_SIDE_EFFECTS__ */
function dist_toString(message$1) {
	return {
		kind: "transformation",
		type: "to_string",
		reference: dist_toString,
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			try {
				dataset.value = String(dataset.value);
			} catch {
				_addIssue(this, "string", dataset, config$1);
				dataset.typed = false;
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toUpperCase/toUpperCase.ts
/**
* Creates a to upper case transformation action.
*
* @returns A to upper case action.
*/
/* @__NO_SIDE_EFFECTS__ */
function toUpperCase() {
	return {
		kind: "transformation",
		type: "to_upper_case",
		reference: toUpperCase,
		async: false,
		"~run"(dataset) {
			dataset.value = dataset.value.toUpperCase();
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/transform/transform.ts
/**
* Creates a custom transformation action.
*
* @param operation The transformation operation.
*
* @returns A transform action.
*/
/* @__NO_SIDE_EFFECTS__ */
function transform(operation) {
	return {
		kind: "transformation",
		type: "transform",
		reference: transform,
		async: false,
		operation,
		"~run"(dataset) {
			dataset.value = this.operation(dataset.value);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/transform/transformAsync.ts
/**
* Creates a custom transformation action.
*
* @param operation The transformation operation.
*
* @returns A transform action.
*/
/* @__NO_SIDE_EFFECTS__ */
function transformAsync(operation) {
	return {
		kind: "transformation",
		type: "transform",
		reference: transformAsync,
		async: true,
		operation,
		async "~run"(dataset) {
			dataset.value = await this.operation(dataset.value);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/trim/trim.ts
/**
* Creates a trim transformation action.
*
* @returns A trim action.
*/
/* @__NO_SIDE_EFFECTS__ */
function trim() {
	return {
		kind: "transformation",
		type: "trim",
		reference: trim,
		async: false,
		"~run"(dataset) {
			dataset.value = dataset.value.trim();
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/trimEnd/trimEnd.ts
/**
* Creates a trim end transformation action.
*
* @returns A trim end action.
*/
/* @__NO_SIDE_EFFECTS__ */
function trimEnd() {
	return {
		kind: "transformation",
		type: "trim_end",
		reference: trimEnd,
		async: false,
		"~run"(dataset) {
			dataset.value = dataset.value.trimEnd();
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/trimStart/trimStart.ts
/**
* Creates a trim start transformation action.
*
* @returns A trim start action.
*/
/* @__NO_SIDE_EFFECTS__ */
function trimStart() {
	return {
		kind: "transformation",
		type: "trim_start",
		reference: trimStart,
		async: false,
		"~run"(dataset) {
			dataset.value = dataset.value.trimStart();
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/ulid/ulid.ts
/* @__NO_SIDE_EFFECTS__ */
function ulid(message$1) {
	return {
		kind: "validation",
		type: "ulid",
		reference: ulid,
		async: false,
		expects: null,
		requirement: ULID_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "ULID", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/url/url.ts
/* @__NO_SIDE_EFFECTS__ */
function url(message$1) {
	return {
		kind: "validation",
		type: "url",
		reference: url,
		async: false,
		expects: null,
		requirement(input) {
			try {
				if (URL.canParse) return URL.canParse(input);
				new URL(input);
				return true;
			} catch {
				return false;
			}
		},
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement(dataset.value)) _addIssue(this, "URL", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/uuid/uuid.ts
/* @__NO_SIDE_EFFECTS__ */
function uuid(message$1) {
	return {
		kind: "validation",
		type: "uuid",
		reference: uuid,
		async: false,
		expects: null,
		requirement: UUID_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "UUID", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/value/value.ts
/* @__NO_SIDE_EFFECTS__ */
function value(requirement, message$1) {
	return {
		kind: "validation",
		type: "value",
		reference: value,
		async: false,
		expects: requirement instanceof Date ? requirement.toJSON() : /* @__PURE__ */ _stringify(requirement),
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !/* @__PURE__ */ _isValueMatch(this.requirement, dataset.value)) _addIssue(this, "value", dataset, config$1, { received: dataset.value instanceof Date ? dataset.value.toJSON() : /* @__PURE__ */ _stringify(dataset.value) });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/values/values.ts
/* @__NO_SIDE_EFFECTS__ */
function values(requirement, message$1) {
	return {
		kind: "validation",
		type: "values",
		reference: values,
		async: false,
		expects: `${/* @__PURE__ */ _joinExpects(requirement.map((value$1) => value$1 instanceof Date ? value$1.toJSON() : /* @__PURE__ */ _stringify(value$1)), "|")}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.some((requirement$1) => /* @__PURE__ */ _isValueMatch(requirement$1, dataset.value))) _addIssue(this, "value", dataset, config$1, { received: dataset.value instanceof Date ? dataset.value.toJSON() : /* @__PURE__ */ _stringify(dataset.value) });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/words/words.ts
/* @__NO_SIDE_EFFECTS__ */
function words(locales, requirement, message$1) {
	return {
		kind: "validation",
		type: "words",
		reference: words,
		async: false,
		expects: `${requirement}`,
		locales,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getWordCount(this.locales, dataset.value);
				if (count !== this.requirement) _addIssue(this, "words", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/const.ts
const ABORT_EARLY_CONFIG = { abortEarly: true };

//#endregion
//#region src/methods/assert/assert.ts
/**
* Checks if the input matches the schema. As this is an assertion function, it
* can be used as a type guard.
*
* @param schema The schema to be used.
* @param input The input to be tested.
*/
function assert(schema, input) {
	const issues = schema["~run"]({ value: input }, ABORT_EARLY_CONFIG).issues;
	if (issues) throw new ValiError(issues);
}

//#endregion
//#region src/methods/cache/_LruCache.ts
/**
* Efficient LRU cache using Map iteration order.
*/
var _LruCache = class {
	constructor(config$1) {
		this.refCount = 0;
		this.maxSize = config$1?.maxSize ?? 1e3;
		this.maxAge = config$1?.maxAge ?? Infinity;
		this.hasMaxAge = isFinite(this.maxAge);
	}
	/**
	* Stringifies an unknown input to a cache key component.
	*
	* @param input The unknown input.
	*
	* @returns A cache key component.
	*/
	stringify(input) {
		const type = typeof input;
		if (type === "string") return `"${input}"`;
		if (type === "number" || type === "boolean") return `${input}`;
		if (type === "bigint") return `${input}n`;
		if (type === "object" || type === "function") {
			if (input) {
				this.refIds ?? (this.refIds = /* @__PURE__ */ new WeakMap());
				let id = this.refIds.get(input);
				if (!id) {
					id = ++this.refCount;
					this.refIds.set(input, id);
				}
				return `#${id}`;
			}
			return "null";
		}
		return type;
	}
	/**
	* Creates a cache key from input and config.
	*
	* @param input The input value.
	* @param config The parse configuration.
	*
	* @returns The cache key.
	*/
	key(input, config$1 = {}) {
		return `${this.stringify(input)}|${this.stringify(config$1.lang)}|${this.stringify(config$1.message)}|${this.stringify(config$1.abortEarly)}|${this.stringify(config$1.abortPipeEarly)}`;
	}
	/**
	* Gets a value from the cache by key.
	*
	* @param key The cache key.
	*
	* @returns The cached value.
	*/
	get(key) {
		if (!this.store) return void 0;
		const entry = this.store.get(key);
		if (!entry) return void 0;
		if (this.hasMaxAge && Date.now() - entry[1] > this.maxAge) {
			this.store.delete(key);
			return;
		}
		this.store.delete(key);
		this.store.set(key, entry);
		return entry[0];
	}
	/**
	* Sets a value in the cache by key.
	*
	* @param key The cache key.
	* @param value The cached value.
	*/
	set(key, value$1) {
		this.store ?? (this.store = /* @__PURE__ */ new Map());
		this.store.delete(key);
		const timestamp = this.hasMaxAge ? Date.now() : 0;
		this.store.set(key, [value$1, timestamp]);
		if (this.store.size > this.maxSize) this.store.delete(this.store.keys().next().value);
	}
	/**
	* Clears all entries from the cache.
	*/
	clear() {
		this.store?.clear();
	}
};

//#endregion
//#region src/methods/cache/cache.ts
/* @__NO_SIDE_EFFECTS__ */
function cache(schema, config$1) {
	return _standardSchema({
		...schema,
		cacheConfig: config$1,
		cache: new _LruCache(config$1),
		"~run"(dataset, runConfig) {
			const key = this.cache.key(dataset.value, runConfig);
			let outputDataset = this.cache.get(key);
			if (!outputDataset) this.cache.set(key, outputDataset = schema["~run"](dataset, runConfig));
			return /* @__PURE__ */ _cloneDataset(outputDataset);
		}
	});
}

//#endregion
//#region src/methods/cache/cacheAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function cacheAsync(schema, config$1) {
	let activeRuns;
	return _standardSchema({
		...schema,
		async: true,
		cacheConfig: config$1,
		cache: new _LruCache(config$1),
		async "~run"(dataset, runConfig) {
			const key = this.cache.key(dataset.value, runConfig);
			const cached = this.cache.get(key);
			if (cached) return /* @__PURE__ */ _cloneDataset(cached);
			let promise$1 = activeRuns?.get(key);
			if (!promise$1) {
				activeRuns ?? (activeRuns = /* @__PURE__ */ new Map());
				promise$1 = Promise.resolve(schema["~run"](dataset, runConfig));
				activeRuns.set(key, promise$1);
			}
			try {
				const outputDataset = await promise$1;
				this.cache.set(key, outputDataset);
				return /* @__PURE__ */ _cloneDataset(outputDataset);
			} finally {
				activeRuns?.delete(key);
			}
		}
	});
}

//#endregion
//#region src/methods/config/config.ts
/**
* Changes the local configuration of a schema.
*
* @param schema The schema to configure.
* @param config The parse configuration.
*
* @returns The configured schema.
*/
/* @__NO_SIDE_EFFECTS__ */
function config(schema, config$1) {
	return _standardSchema({
		...schema,
		"~run"(dataset, config_) {
			return schema["~run"](dataset, {
				...config_,
				...config$1
			});
		}
	});
}

//#endregion
//#region src/methods/getFallback/getFallback.ts
/**
* Returns the fallback value of the schema.
*
* @param schema The schema to get it from.
* @param dataset The output dataset if available.
* @param config The config if available.
*
* @returns The fallback value.
*/
/* @__NO_SIDE_EFFECTS__ */
function getFallback(schema, dataset, config$1) {
	return typeof schema.fallback === "function" ? schema.fallback(dataset, config$1) : schema.fallback;
}

//#endregion
//#region src/methods/fallback/fallback.ts
/**
* Returns a fallback value as output if the input does not match the schema.
*
* @param schema The schema to catch.
* @param fallback The fallback value.
*
* @returns The passed schema.
*/
/* @__NO_SIDE_EFFECTS__ */
function fallback(schema, fallback$1) {
	return _standardSchema({
		...schema,
		fallback: fallback$1,
		"~run"(dataset, config$1) {
			const outputDataset = schema["~run"](dataset, config$1);
			return outputDataset.issues ? {
				typed: true,
				value: /* @__PURE__ */ getFallback(this, outputDataset, config$1)
			} : outputDataset;
		}
	});
}

//#endregion
//#region src/methods/fallback/fallbackAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function fallbackAsync(schema, fallback$1) {
	return _standardSchema({
		...schema,
		fallback: fallback$1,
		async: true,
		async "~run"(dataset, config$1) {
			const outputDataset = await schema["~run"](dataset, config$1);
			return outputDataset.issues ? {
				typed: true,
				value: await /* @__PURE__ */ getFallback(this, outputDataset, config$1)
			} : outputDataset;
		}
	});
}

//#endregion
//#region src/methods/flatten/flatten.ts
/* @__NO_SIDE_EFFECTS__ */
function flatten(issues) {
	const flatErrors = {};
	for (const issue of issues) if (issue.path) {
		const dotPath = /* @__PURE__ */ getDotPath(issue);
		if (dotPath) {
			if (!flatErrors.nested) flatErrors.nested = {};
			if (Object.prototype.hasOwnProperty.call(flatErrors.nested, dotPath)) flatErrors.nested[dotPath].push(issue.message);
			else flatErrors.nested[dotPath] = [issue.message];
		} else if (flatErrors.other) flatErrors.other.push(issue.message);
		else flatErrors.other = [issue.message];
	} else if (flatErrors.root) flatErrors.root.push(issue.message);
	else flatErrors.root = [issue.message];
	return flatErrors;
}

//#endregion
//#region src/methods/forward/forward.ts
/**
* Forwards the issues of the passed validation action.
*
* @param action The validation action.
* @param path The path to forward the issues to.
*
* @returns The modified action.
*/
/* @__NO_SIDE_EFFECTS__ */
function forward(action, path) {
	return {
		...action,
		"~run"(dataset, config$1) {
			const prevIssues = dataset.issues && [...dataset.issues];
			dataset = action["~run"](dataset, config$1);
			if (dataset.issues) {
				for (const issue of dataset.issues) if (!prevIssues?.includes(issue)) {
					let pathInput = dataset.value;
					for (const key of path) {
						const pathValue = pathInput[key];
						const pathItem = {
							type: "unknown",
							origin: "value",
							input: pathInput,
							key,
							value: pathValue
						};
						if (issue.path) issue.path.push(pathItem);
						else issue.path = [pathItem];
						if (!pathValue) break;
						pathInput = pathValue;
					}
				}
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/methods/forward/forwardAsync.ts
/**
* Forwards the issues of the passed validation action.
*
* @param action The validation action.
* @param path The path to forward the issues to.
*
* @returns The modified action.
*/
/* @__NO_SIDE_EFFECTS__ */
function forwardAsync(action, path) {
	return {
		...action,
		async: true,
		async "~run"(dataset, config$1) {
			const prevIssues = dataset.issues && [...dataset.issues];
			dataset = await action["~run"](dataset, config$1);
			if (dataset.issues) {
				for (const issue of dataset.issues) if (!prevIssues?.includes(issue)) {
					let pathInput = dataset.value;
					for (const key of path) {
						const pathValue = pathInput[key];
						const pathItem = {
							type: "unknown",
							origin: "value",
							input: pathInput,
							key,
							value: pathValue
						};
						if (issue.path) issue.path.push(pathItem);
						else issue.path = [pathItem];
						if (!pathValue) break;
						pathInput = pathValue;
					}
				}
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/methods/getDefault/getDefault.ts
/**
* Returns the default value of the schema.
*
* @param schema The schema to get it from.
* @param dataset The input dataset if available.
* @param config The config if available.
*
* @returns The default value.
*/
/* @__NO_SIDE_EFFECTS__ */
function getDefault(schema, dataset, config$1) {
	return typeof schema.default === "function" ? schema.default(dataset, config$1) : schema.default;
}

//#endregion
//#region src/methods/getDefaults/getDefaults.ts
/**
* Returns the default values of the schema.
*
* Hint: The difference to `getDefault` is that for object and tuple schemas
* this function recursively returns the default values of the subschemas
* instead of `undefined`.
*
* @param schema The schema to get them from.
*
* @returns The default values.
*/
/* @__NO_SIDE_EFFECTS__ */
function getDefaults(schema) {
	if ("entries" in schema) {
		const object$1 = {};
		for (const key in schema.entries) object$1[key] = /* @__PURE__ */ getDefaults(schema.entries[key]);
		return object$1;
	}
	if ("items" in schema) return schema.items.map(getDefaults);
	return /* @__PURE__ */ getDefault(schema);
}

//#endregion
//#region src/methods/getDefaults/getDefaultsAsync.ts
/**
* Returns the default values of the schema.
*
* Hint: The difference to `getDefault` is that for object and tuple schemas
* this function recursively returns the default values of the subschemas
* instead of `undefined`.
*
* @param schema The schema to get them from.
*
* @returns The default values.
*/
/* @__NO_SIDE_EFFECTS__ */
async function getDefaultsAsync(schema) {
	if ("entries" in schema) return Object.fromEntries(await Promise.all(Object.entries(schema.entries).map(async ([key, value$1]) => [key, await /* @__PURE__ */ getDefaultsAsync(value$1)])));
	if ("items" in schema) return Promise.all(schema.items.map(getDefaultsAsync));
	return /* @__PURE__ */ getDefault(schema);
}

//#endregion
//#region src/methods/getDescription/getDescription.ts
/**
* Returns the description of the schema.
*
* If multiple descriptions are defined, the last one of the highest level is
* returned. If no description is defined, `undefined` is returned.
*
* @param schema The schema to get the description from.
*
* @returns The description, if any.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function getDescription(schema) {
	return /* @__PURE__ */ _getLastMetadata(schema, "description");
}

//#endregion
//#region src/methods/getExamples/getExamples.ts
/**
* Returns the examples of a schema.
*
* If multiple examples are defined, it concatenates them using depth-first
* search. If no examples are defined, an empty array is returned.
*
* @param schema The schema to get the examples from.
*
* @returns The examples, if any.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function getExamples(schema) {
	const examples$1 = [];
	function depthFirstCollect(schema$1) {
		if ("pipe" in schema$1) {
			for (const item of schema$1.pipe) if (item.kind === "schema" && "pipe" in item) depthFirstCollect(item);
			else if (item.kind === "metadata" && item.type === "examples") for (const example of item.examples) examples$1.push(example);
		}
	}
	depthFirstCollect(schema);
	return examples$1;
}

//#endregion
//#region src/methods/getFallbacks/getFallbacks.ts
/**
* Returns the fallback values of the schema.
*
* Hint: The difference to `getFallback` is that for object and tuple schemas
* this function recursively returns the fallback values of the subschemas
* instead of `undefined`.
*
* @param schema The schema to get them from.
*
* @returns The fallback values.
*/
/* @__NO_SIDE_EFFECTS__ */
function getFallbacks(schema) {
	if ("entries" in schema) {
		const object$1 = {};
		for (const key in schema.entries) object$1[key] = /* @__PURE__ */ getFallbacks(schema.entries[key]);
		return object$1;
	}
	if ("items" in schema) return schema.items.map(getFallbacks);
	return /* @__PURE__ */ getFallback(schema);
}

//#endregion
//#region src/methods/getFallbacks/getFallbacksAsync.ts
/**
* Returns the fallback values of the schema.
*
* Hint: The difference to `getFallback` is that for object and tuple schemas
* this function recursively returns the fallback values of the subschemas
* instead of `undefined`.
*
* @param schema The schema to get them from.
*
* @returns The fallback values.
*/
/* @__NO_SIDE_EFFECTS__ */
async function getFallbacksAsync(schema) {
	if ("entries" in schema) return Object.fromEntries(await Promise.all(Object.entries(schema.entries).map(async ([key, value$1]) => [key, await /* @__PURE__ */ getFallbacksAsync(value$1)])));
	if ("items" in schema) return Promise.all(schema.items.map(getFallbacksAsync));
	return /* @__PURE__ */ getFallback(schema);
}

//#endregion
//#region src/methods/getMetadata/getMetadata.ts
/**
* Returns the metadata of a schema.
*
* If multiple metadata are defined, it shallowly merges them using depth-first
* search. If no metadata is defined, an empty object is returned.
*
* @param schema Schema to get the metadata from.
*
* @returns The metadata, if any.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function getMetadata(schema) {
	const result = {};
	function depthFirstMerge(schema$1) {
		if ("pipe" in schema$1) {
			for (const item of schema$1.pipe) if (item.kind === "schema" && "pipe" in item) depthFirstMerge(item);
			else if (item.kind === "metadata" && item.type === "metadata") Object.assign(result, item.metadata);
		}
	}
	depthFirstMerge(schema);
	return result;
}

//#endregion
//#region src/methods/getTitle/getTitle.ts
/**
* Returns the title of the schema.
*
* If multiple titles are defined, the last one of the highest level is
* returned. If no title is defined, `undefined` is returned.
*
* @param schema The schema to get the title from.
*
* @returns The title, if any.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function getTitle(schema) {
	return /* @__PURE__ */ _getLastMetadata(schema, "title");
}

//#endregion
//#region src/methods/is/is.ts
/**
* Checks if the input matches the schema. By using a type predicate, this
* function can be used as a type guard.
*
* @param schema The schema to be used.
* @param input The input to be tested.
*
* @returns Whether the input matches the schema.
*/
/* @__NO_SIDE_EFFECTS__ */
function is(schema, input) {
	return !schema["~run"]({ value: input }, ABORT_EARLY_CONFIG).issues;
}

//#endregion
//#region src/schemas/any/any.ts
/**
* Creates an any schema.
*
* Hint: This schema function exists only for completeness and is not
* recommended in practice. Instead, `unknown` should be used to accept
* unknown data.
*
* @returns An any schema.
*/
/* @__NO_SIDE_EFFECTS__ */
function any() {
	return _standardSchema({
		kind: "schema",
		type: "any",
		reference: any,
		expects: "any",
		async: false,
		"~run"(dataset) {
			dataset.typed = true;
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/array/array.ts
/* @__NO_SIDE_EFFECTS__ */
function array(item, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "array",
		reference: array,
		expects: "Array",
		async: false,
		item,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (Array.isArray(input)) {
				dataset.typed = true;
				dataset.value = [];
				for (let key = 0; key < input.length; key++) {
					const value$1 = input[key];
					const itemDataset = this.item["~run"]({ value: value$1 }, config$1);
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
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

//#endregion
//#region src/schemas/array/arrayAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function arrayAsync(item, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "array",
		reference: arrayAsync,
		expects: "Array",
		async: true,
		item,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (Array.isArray(input)) {
				dataset.typed = true;
				dataset.value = [];
				const itemDatasets = await Promise.all(input.map((value$1) => this.item["~run"]({ value: value$1 }, config$1)));
				for (let key = 0; key < itemDatasets.length; key++) {
					const itemDataset = itemDatasets[key];
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: input[key]
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
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

//#endregion
//#region src/schemas/bigint/bigint.ts
/* @__NO_SIDE_EFFECTS__ */
function bigint(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "bigint",
		reference: bigint,
		expects: "bigint",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (typeof dataset.value === "bigint") dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/blob/blob.ts
/* @__NO_SIDE_EFFECTS__ */
function blob(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "blob",
		reference: blob,
		expects: "Blob",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.value instanceof Blob) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/boolean/boolean.ts
/* @__NO_SIDE_EFFECTS__ */
function dist_boolean(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "boolean",
		reference: dist_boolean,
		expects: "boolean",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (typeof dataset.value === "boolean") dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/custom/custom.ts
/* @__NO_SIDE_EFFECTS__ */
function custom(check$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "custom",
		reference: custom,
		expects: "unknown",
		async: false,
		check: check$1,
		message: message$1,
		"~run"(dataset, config$1) {
			if (this.check(dataset.value)) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/custom/customAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function customAsync(check$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "custom",
		reference: customAsync,
		expects: "unknown",
		async: true,
		check: check$1,
		message: message$1,
		async "~run"(dataset, config$1) {
			if (await this.check(dataset.value)) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/date/date.ts
/* @__NO_SIDE_EFFECTS__ */
function date(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "date",
		reference: date,
		expects: "Date",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.value instanceof Date) if (!isNaN(dataset.value)) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1, { received: "\"Invalid Date\"" });
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/enum/enum.ts
/* @__NO_SIDE_EFFECTS__ */
function enum_(enum__, message$1) {
	const options = [];
	for (const key in enum__) if (`${+key}` !== key || typeof enum__[key] !== "string" || !Object.is(enum__[enum__[key]], +key)) options.push(enum__[key]);
	return _standardSchema({
		kind: "schema",
		type: "enum",
		reference: enum_,
		expects: /* @__PURE__ */ _joinExpects(options.map(_stringify), "|"),
		async: false,
		enum: enum__,
		options,
		message: message$1,
		"~run"(dataset, config$1) {
			if (this.options.includes(dataset.value)) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/exactOptional/exactOptional.ts
/* @__NO_SIDE_EFFECTS__ */
function exactOptional(wrapped, default_) {
	return _standardSchema({
		kind: "schema",
		type: "exact_optional",
		reference: exactOptional,
		expects: wrapped.expects,
		async: false,
		wrapped,
		default: default_,
		"~run"(dataset, config$1) {
			return this.wrapped["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/exactOptional/exactOptionalAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function exactOptionalAsync(wrapped, default_) {
	return _standardSchema({
		kind: "schema",
		type: "exact_optional",
		reference: exactOptionalAsync,
		expects: wrapped.expects,
		async: true,
		wrapped,
		default: default_,
		async "~run"(dataset, config$1) {
			return this.wrapped["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/file/file.ts
/* @__NO_SIDE_EFFECTS__ */
function file(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "file",
		reference: file,
		expects: "File",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.value instanceof File) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/function/function.ts
/* @__NO_SIDE_EFFECTS__ */
function function_(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "function",
		reference: function_,
		expects: "Function",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (typeof dataset.value === "function") dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/instance/instance.ts
/* @__NO_SIDE_EFFECTS__ */
function instance(class_, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "instance",
		reference: instance,
		expects: class_.name,
		async: false,
		class: class_,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.value instanceof this.class) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/intersect/utils/_merge/_merge.ts
/**
* Merges two values into one single output.
*
* @param value1 First value.
* @param value2 Second value.
*
* @returns The merge dataset.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _merge(value1, value2) {
	if (typeof value1 === typeof value2) {
		if (/* @__PURE__ */ _isSameValueZero(value1, value2) || value1 instanceof Date && value2 instanceof Date && /* @__PURE__ */ _isSameValueZero(+value1, +value2)) return { value: value1 };
		if (value1 && value2 && value1.constructor === Object && value2.constructor === Object) {
			const nextValue = {
				...value1,
				...value2
			};
			for (const key in value2) if (Object.prototype.hasOwnProperty.call(value1, key) && Object.prototype.hasOwnProperty.call(value2, key)) {
				const dataset = /* @__PURE__ */ _merge(value1[key], value2[key]);
				if (dataset.issue) return dataset;
				nextValue[key] = dataset.value;
			}
			return { value: nextValue };
		}
		if (Array.isArray(value1) && Array.isArray(value2)) {
			if (value1.length === value2.length) {
				const nextValue = [...value1];
				for (let index = 0; index < value1.length; index++) {
					const dataset = /* @__PURE__ */ _merge(value1[index], value2[index]);
					if (dataset.issue) return dataset;
					nextValue[index] = dataset.value;
				}
				return { value: nextValue };
			}
		}
	}
	return { issue: true };
}

//#endregion
//#region src/schemas/intersect/intersect.ts
/* @__NO_SIDE_EFFECTS__ */
function intersect(options, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "intersect",
		reference: intersect,
		expects: /* @__PURE__ */ _joinExpects(options.map((option) => option.expects), "&"),
		async: false,
		options,
		message: message$1,
		"~run"(dataset, config$1) {
			if (this.options.length) {
				const input = dataset.value;
				let outputs;
				dataset.typed = true;
				for (const schema of this.options) {
					const optionDataset = schema["~run"]({ value: input }, config$1);
					if (optionDataset.issues) {
						if (dataset.issues) for (const issue of optionDataset.issues) dataset.issues.push(issue);
						else dataset.issues = optionDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!optionDataset.typed) dataset.typed = false;
					if (dataset.typed) if (outputs) outputs.push(optionDataset.value);
					else outputs = [optionDataset.value];
				}
				if (dataset.typed) {
					dataset.value = outputs[0];
					for (let index = 1; index < outputs.length; index++) {
						const mergeDataset = /* @__PURE__ */ _merge(dataset.value, outputs[index]);
						if (mergeDataset.issue) {
							_addIssue(this, "type", dataset, config$1, { received: "unknown" });
							break;
						}
						dataset.value = mergeDataset.value;
					}
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/intersect/intersectAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function intersectAsync(options, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "intersect",
		reference: intersectAsync,
		expects: /* @__PURE__ */ _joinExpects(options.map((option) => option.expects), "&"),
		async: true,
		options,
		message: message$1,
		async "~run"(dataset, config$1) {
			if (this.options.length) {
				const input = dataset.value;
				let outputs;
				dataset.typed = true;
				const optionDatasets = await Promise.all(this.options.map((schema) => schema["~run"]({ value: input }, config$1)));
				for (const optionDataset of optionDatasets) {
					if (optionDataset.issues) {
						if (dataset.issues) for (const issue of optionDataset.issues) dataset.issues.push(issue);
						else dataset.issues = optionDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!optionDataset.typed) dataset.typed = false;
					if (dataset.typed) if (outputs) outputs.push(optionDataset.value);
					else outputs = [optionDataset.value];
				}
				if (dataset.typed) {
					dataset.value = outputs[0];
					for (let index = 1; index < outputs.length; index++) {
						const mergeDataset = /* @__PURE__ */ _merge(dataset.value, outputs[index]);
						if (mergeDataset.issue) {
							_addIssue(this, "type", dataset, config$1, { received: "unknown" });
							break;
						}
						dataset.value = mergeDataset.value;
					}
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/lazy/lazy.ts
/**
* Creates a lazy schema.
*
* @param getter The schema getter.
*
* @returns A lazy schema.
*/
/* @__NO_SIDE_EFFECTS__ */
function lazy(getter) {
	return _standardSchema({
		kind: "schema",
		type: "lazy",
		reference: lazy,
		expects: "unknown",
		async: false,
		getter,
		"~run"(dataset, config$1) {
			return this.getter(dataset.value)["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/lazy/lazyAsync.ts
/**
* Creates a lazy schema.
*
* @param getter The schema getter.
*
* @returns A lazy schema.
*/
/* @__NO_SIDE_EFFECTS__ */
function lazyAsync(getter) {
	return _standardSchema({
		kind: "schema",
		type: "lazy",
		reference: lazyAsync,
		expects: "unknown",
		async: true,
		getter,
		async "~run"(dataset, config$1) {
			return (await this.getter(dataset.value))["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/literal/literal.ts
/* @__NO_SIDE_EFFECTS__ */
function literal(literal_, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "literal",
		reference: literal,
		expects: /* @__PURE__ */ _stringify(literal_),
		async: false,
		literal: literal_,
		message: message$1,
		"~run"(dataset, config$1) {
			if (/* @__PURE__ */ _isSameValueZero(dataset.value, this.literal)) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/looseObject/looseObject.ts
/* @__NO_SIDE_EFFECTS__ */
function looseObject(entries$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "loose_object",
		reference: looseObject,
		expects: "Object",
		async: false,
		entries: entries$1,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				dataset.typed = true;
				dataset.value = {};
				for (const key in this.entries) {
					const valueSchema = this.entries[key];
					if (key in input || (valueSchema.type === "exact_optional" || valueSchema.type === "optional" || valueSchema.type === "nullish") && valueSchema.default !== void 0) {
						const value$1 = key in input ? input[key] : /* @__PURE__ */ getDefault(valueSchema);
						const valueDataset = valueSchema["~run"]({ value: value$1 }, config$1);
						if (valueDataset.issues) {
							const pathItem = {
								type: "object",
								origin: "value",
								input,
								key,
								value: value$1
							};
							for (const issue of valueDataset.issues) {
								if (issue.path) issue.path.unshift(pathItem);
								else issue.path = [pathItem];
								dataset.issues?.push(issue);
							}
							if (!dataset.issues) dataset.issues = valueDataset.issues;
							if (config$1.abortEarly) {
								dataset.typed = false;
								break;
							}
						}
						if (!valueDataset.typed) dataset.typed = false;
						dataset.value[key] = valueDataset.value;
					} else if (valueSchema.fallback !== void 0) dataset.value[key] = /* @__PURE__ */ getFallback(valueSchema);
					else if (valueSchema.type !== "exact_optional" && valueSchema.type !== "optional" && valueSchema.type !== "nullish") {
						_addIssue(this, "key", dataset, config$1, {
							input: void 0,
							expected: `"${key}"`,
							path: [{
								type: "object",
								origin: "key",
								input,
								key,
								value: input[key]
							}]
						});
						if (config$1.abortEarly) break;
					}
				}
				if (!dataset.issues || !config$1.abortEarly) {
					for (const key in input) if (/* @__PURE__ */ _isValidObjectKey(input, key) && !Object.prototype.hasOwnProperty.call(this.entries, key)) dataset.value[key] = input[key];
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/looseObject/looseObjectAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function looseObjectAsync(entries$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "loose_object",
		reference: looseObjectAsync,
		expects: "Object",
		async: true,
		entries: entries$1,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				dataset.typed = true;
				dataset.value = {};
				const valueDatasets = await Promise.all(Object.entries(this.entries).map(async ([key, valueSchema]) => {
					if (key in input || (valueSchema.type === "exact_optional" || valueSchema.type === "optional" || valueSchema.type === "nullish") && valueSchema.default !== void 0) {
						const value$1 = key in input ? input[key] : await /* @__PURE__ */ getDefault(valueSchema);
						return [
							key,
							value$1,
							valueSchema,
							await valueSchema["~run"]({ value: value$1 }, config$1)
						];
					}
					return [
						key,
						input[key],
						valueSchema,
						null
					];
				}));
				for (const [key, value$1, valueSchema, valueDataset] of valueDatasets) if (valueDataset) {
					if (valueDataset.issues) {
						const pathItem = {
							type: "object",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!valueDataset.typed) dataset.typed = false;
					dataset.value[key] = valueDataset.value;
				} else if (valueSchema.fallback !== void 0) dataset.value[key] = await /* @__PURE__ */ getFallback(valueSchema);
				else if (valueSchema.type !== "exact_optional" && valueSchema.type !== "optional" && valueSchema.type !== "nullish") {
					_addIssue(this, "key", dataset, config$1, {
						input: void 0,
						expected: `"${key}"`,
						path: [{
							type: "object",
							origin: "key",
							input,
							key,
							value: value$1
						}]
					});
					if (config$1.abortEarly) break;
				}
				if (!dataset.issues || !config$1.abortEarly) {
					for (const key in input) if (/* @__PURE__ */ _isValidObjectKey(input, key) && !Object.prototype.hasOwnProperty.call(this.entries, key)) dataset.value[key] = input[key];
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/looseTuple/looseTuple.ts
/* @__NO_SIDE_EFFECTS__ */
function looseTuple(items, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "loose_tuple",
		reference: looseTuple,
		expects: "Array",
		async: false,
		items,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (Array.isArray(input)) {
				dataset.typed = true;
				dataset.value = [];
				for (let key = 0; key < this.items.length; key++) {
					const value$1 = input[key];
					const itemDataset = this.items[key]["~run"]({ value: value$1 }, config$1);
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
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
				if (!dataset.issues || !config$1.abortEarly) for (let key = this.items.length; key < input.length; key++) dataset.value.push(input[key]);
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/looseTuple/looseTupleAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function looseTupleAsync(items, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "loose_tuple",
		reference: looseTupleAsync,
		expects: "Array",
		async: true,
		items,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (Array.isArray(input)) {
				dataset.typed = true;
				dataset.value = [];
				const itemDatasets = await Promise.all(this.items.map(async (item, key) => {
					const value$1 = input[key];
					return [
						key,
						value$1,
						await item["~run"]({ value: value$1 }, config$1)
					];
				}));
				for (const [key, value$1, itemDataset] of itemDatasets) {
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
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
				if (!dataset.issues || !config$1.abortEarly) for (let key = this.items.length; key < input.length; key++) dataset.value.push(input[key]);
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/map/map.ts
/* @__NO_SIDE_EFFECTS__ */
function map(key, value$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "map",
		reference: map,
		expects: "Map",
		async: false,
		key,
		value: value$1,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (input instanceof Map) {
				dataset.typed = true;
				dataset.value = /* @__PURE__ */ new Map();
				for (const [inputKey, inputValue] of input) {
					const keyDataset = this.key["~run"]({ value: inputKey }, config$1);
					if (keyDataset.issues) {
						const pathItem = {
							type: "map",
							origin: "key",
							input,
							key: inputKey,
							value: inputValue
						};
						for (const issue of keyDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = keyDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					const valueDataset = this.value["~run"]({ value: inputValue }, config$1);
					if (valueDataset.issues) {
						const pathItem = {
							type: "map",
							origin: "value",
							input,
							key: inputKey,
							value: inputValue
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!keyDataset.typed || !valueDataset.typed) dataset.typed = false;
					dataset.value.set(keyDataset.value, valueDataset.value);
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/map/mapAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function mapAsync(key, value$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "map",
		reference: mapAsync,
		expects: "Map",
		async: true,
		key,
		value: value$1,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (input instanceof Map) {
				dataset.typed = true;
				dataset.value = /* @__PURE__ */ new Map();
				const datasets = await Promise.all([...input].map(([inputKey, inputValue]) => Promise.all([
					inputKey,
					inputValue,
					this.key["~run"]({ value: inputKey }, config$1),
					this.value["~run"]({ value: inputValue }, config$1)
				])));
				for (const [inputKey, inputValue, keyDataset, valueDataset] of datasets) {
					if (keyDataset.issues) {
						const pathItem = {
							type: "map",
							origin: "key",
							input,
							key: inputKey,
							value: inputValue
						};
						for (const issue of keyDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = keyDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (valueDataset.issues) {
						const pathItem = {
							type: "map",
							origin: "value",
							input,
							key: inputKey,
							value: inputValue
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!keyDataset.typed || !valueDataset.typed) dataset.typed = false;
					dataset.value.set(keyDataset.value, valueDataset.value);
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/nan/nan.ts
/* @__NO_SIDE_EFFECTS__ */
function nan(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "nan",
		reference: nan,
		expects: "NaN",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (Number.isNaN(dataset.value)) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/never/never.ts
/* @__NO_SIDE_EFFECTS__ */
function never(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "never",
		reference: never,
		expects: "never",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			_addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/nonNullable/nonNullable.ts
/* @__NO_SIDE_EFFECTS__ */
function nonNullable(wrapped, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "non_nullable",
		reference: nonNullable,
		expects: "!null",
		async: false,
		wrapped,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.value !== null) dataset = this.wrapped["~run"](dataset, config$1);
			if (dataset.value === null) _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/nonNullable/nonNullableAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function nonNullableAsync(wrapped, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "non_nullable",
		reference: nonNullableAsync,
		expects: "!null",
		async: true,
		wrapped,
		message: message$1,
		async "~run"(dataset, config$1) {
			if (dataset.value !== null) dataset = await this.wrapped["~run"](dataset, config$1);
			if (dataset.value === null) _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/nonNullish/nonNullish.ts
/* @__NO_SIDE_EFFECTS__ */
function nonNullish(wrapped, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "non_nullish",
		reference: nonNullish,
		expects: "(!null & !undefined)",
		async: false,
		wrapped,
		message: message$1,
		"~run"(dataset, config$1) {
			if (!(dataset.value === null || dataset.value === void 0)) dataset = this.wrapped["~run"](dataset, config$1);
			if (dataset.value === null || dataset.value === void 0) _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/nonNullish/nonNullishAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function nonNullishAsync(wrapped, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "non_nullish",
		reference: nonNullishAsync,
		expects: "(!null & !undefined)",
		async: true,
		wrapped,
		message: message$1,
		async "~run"(dataset, config$1) {
			if (!(dataset.value === null || dataset.value === void 0)) dataset = await this.wrapped["~run"](dataset, config$1);
			if (dataset.value === null || dataset.value === void 0) _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/nonOptional/nonOptional.ts
/* @__NO_SIDE_EFFECTS__ */
function nonOptional(wrapped, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "non_optional",
		reference: nonOptional,
		expects: "!undefined",
		async: false,
		wrapped,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.value !== void 0) dataset = this.wrapped["~run"](dataset, config$1);
			if (dataset.value === void 0) _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/nonOptional/nonOptionalAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function nonOptionalAsync(wrapped, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "non_optional",
		reference: nonOptionalAsync,
		expects: "!undefined",
		async: true,
		wrapped,
		message: message$1,
		async "~run"(dataset, config$1) {
			if (dataset.value !== void 0) dataset = await this.wrapped["~run"](dataset, config$1);
			if (dataset.value === void 0) _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/null/null.ts
/* @__NO_SIDE_EFFECTS__ */
function null_(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "null",
		reference: null_,
		expects: "null",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.value === null) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/nullable/nullable.ts
/* @__NO_SIDE_EFFECTS__ */
function nullable(wrapped, default_) {
	return _standardSchema({
		kind: "schema",
		type: "nullable",
		reference: nullable,
		expects: `(${wrapped.expects} | null)`,
		async: false,
		wrapped,
		default: default_,
		"~run"(dataset, config$1) {
			if (dataset.value === null) {
				if (this.default !== void 0) dataset.value = /* @__PURE__ */ getDefault(this, dataset, config$1);
				if (dataset.value === null) {
					dataset.typed = true;
					return dataset;
				}
			}
			return this.wrapped["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/nullable/nullableAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function nullableAsync(wrapped, default_) {
	return _standardSchema({
		kind: "schema",
		type: "nullable",
		reference: nullableAsync,
		expects: `(${wrapped.expects} | null)`,
		async: true,
		wrapped,
		default: default_,
		async "~run"(dataset, config$1) {
			if (dataset.value === null) {
				if (this.default !== void 0) dataset.value = await /* @__PURE__ */ getDefault(this, dataset, config$1);
				if (dataset.value === null) {
					dataset.typed = true;
					return dataset;
				}
			}
			return this.wrapped["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/nullish/nullish.ts
/* @__NO_SIDE_EFFECTS__ */
function nullish(wrapped, default_) {
	return _standardSchema({
		kind: "schema",
		type: "nullish",
		reference: nullish,
		expects: `(${wrapped.expects} | null | undefined)`,
		async: false,
		wrapped,
		default: default_,
		"~run"(dataset, config$1) {
			if (dataset.value === null || dataset.value === void 0) {
				if (this.default !== void 0) dataset.value = /* @__PURE__ */ getDefault(this, dataset, config$1);
				if (dataset.value === null || dataset.value === void 0) {
					dataset.typed = true;
					return dataset;
				}
			}
			return this.wrapped["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/nullish/nullishAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function nullishAsync(wrapped, default_) {
	return _standardSchema({
		kind: "schema",
		type: "nullish",
		reference: nullishAsync,
		expects: `(${wrapped.expects} | null | undefined)`,
		async: true,
		wrapped,
		default: default_,
		async "~run"(dataset, config$1) {
			if (dataset.value === null || dataset.value === void 0) {
				if (this.default !== void 0) dataset.value = await /* @__PURE__ */ getDefault(this, dataset, config$1);
				if (dataset.value === null || dataset.value === void 0) {
					dataset.typed = true;
					return dataset;
				}
			}
			return this.wrapped["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/number/number.ts
/* @__NO_SIDE_EFFECTS__ */
function number(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "number",
		reference: number,
		expects: "number",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (typeof dataset.value === "number" && !isNaN(dataset.value)) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/object/object.ts
/* @__NO_SIDE_EFFECTS__ */
function object(entries$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "object",
		reference: object,
		expects: "Object",
		async: false,
		entries: entries$1,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				dataset.typed = true;
				dataset.value = {};
				for (const key in this.entries) {
					const valueSchema = this.entries[key];
					if (key in input || (valueSchema.type === "exact_optional" || valueSchema.type === "optional" || valueSchema.type === "nullish") && valueSchema.default !== void 0) {
						const value$1 = key in input ? input[key] : /* @__PURE__ */ getDefault(valueSchema);
						const valueDataset = valueSchema["~run"]({ value: value$1 }, config$1);
						if (valueDataset.issues) {
							const pathItem = {
								type: "object",
								origin: "value",
								input,
								key,
								value: value$1
							};
							for (const issue of valueDataset.issues) {
								if (issue.path) issue.path.unshift(pathItem);
								else issue.path = [pathItem];
								dataset.issues?.push(issue);
							}
							if (!dataset.issues) dataset.issues = valueDataset.issues;
							if (config$1.abortEarly) {
								dataset.typed = false;
								break;
							}
						}
						if (!valueDataset.typed) dataset.typed = false;
						dataset.value[key] = valueDataset.value;
					} else if (valueSchema.fallback !== void 0) dataset.value[key] = /* @__PURE__ */ getFallback(valueSchema);
					else if (valueSchema.type !== "exact_optional" && valueSchema.type !== "optional" && valueSchema.type !== "nullish") {
						_addIssue(this, "key", dataset, config$1, {
							input: void 0,
							expected: `"${key}"`,
							path: [{
								type: "object",
								origin: "key",
								input,
								key,
								value: input[key]
							}]
						});
						if (config$1.abortEarly) break;
					}
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/object/objectAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function objectAsync(entries$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "object",
		reference: objectAsync,
		expects: "Object",
		async: true,
		entries: entries$1,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				dataset.typed = true;
				dataset.value = {};
				const valueDatasets = await Promise.all(Object.entries(this.entries).map(async ([key, valueSchema]) => {
					if (key in input || (valueSchema.type === "exact_optional" || valueSchema.type === "optional" || valueSchema.type === "nullish") && valueSchema.default !== void 0) {
						const value$1 = key in input ? input[key] : await /* @__PURE__ */ getDefault(valueSchema);
						return [
							key,
							value$1,
							valueSchema,
							await valueSchema["~run"]({ value: value$1 }, config$1)
						];
					}
					return [
						key,
						input[key],
						valueSchema,
						null
					];
				}));
				for (const [key, value$1, valueSchema, valueDataset] of valueDatasets) if (valueDataset) {
					if (valueDataset.issues) {
						const pathItem = {
							type: "object",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!valueDataset.typed) dataset.typed = false;
					dataset.value[key] = valueDataset.value;
				} else if (valueSchema.fallback !== void 0) dataset.value[key] = await /* @__PURE__ */ getFallback(valueSchema);
				else if (valueSchema.type !== "exact_optional" && valueSchema.type !== "optional" && valueSchema.type !== "nullish") {
					_addIssue(this, "key", dataset, config$1, {
						input: void 0,
						expected: `"${key}"`,
						path: [{
							type: "object",
							origin: "key",
							input,
							key,
							value: value$1
						}]
					});
					if (config$1.abortEarly) break;
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/objectWithRest/objectWithRest.ts
/* @__NO_SIDE_EFFECTS__ */
function objectWithRest(entries$1, rest, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "object_with_rest",
		reference: objectWithRest,
		expects: "Object",
		async: false,
		entries: entries$1,
		rest,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				dataset.typed = true;
				dataset.value = {};
				for (const key in this.entries) {
					const valueSchema = this.entries[key];
					if (key in input || (valueSchema.type === "exact_optional" || valueSchema.type === "optional" || valueSchema.type === "nullish") && valueSchema.default !== void 0) {
						const value$1 = key in input ? input[key] : /* @__PURE__ */ getDefault(valueSchema);
						const valueDataset = valueSchema["~run"]({ value: value$1 }, config$1);
						if (valueDataset.issues) {
							const pathItem = {
								type: "object",
								origin: "value",
								input,
								key,
								value: value$1
							};
							for (const issue of valueDataset.issues) {
								if (issue.path) issue.path.unshift(pathItem);
								else issue.path = [pathItem];
								dataset.issues?.push(issue);
							}
							if (!dataset.issues) dataset.issues = valueDataset.issues;
							if (config$1.abortEarly) {
								dataset.typed = false;
								break;
							}
						}
						if (!valueDataset.typed) dataset.typed = false;
						dataset.value[key] = valueDataset.value;
					} else if (valueSchema.fallback !== void 0) dataset.value[key] = /* @__PURE__ */ getFallback(valueSchema);
					else if (valueSchema.type !== "exact_optional" && valueSchema.type !== "optional" && valueSchema.type !== "nullish") {
						_addIssue(this, "key", dataset, config$1, {
							input: void 0,
							expected: `"${key}"`,
							path: [{
								type: "object",
								origin: "key",
								input,
								key,
								value: input[key]
							}]
						});
						if (config$1.abortEarly) break;
					}
				}
				if (!dataset.issues || !config$1.abortEarly) {
					for (const key in input) if (/* @__PURE__ */ _isValidObjectKey(input, key) && !Object.prototype.hasOwnProperty.call(this.entries, key)) {
						const valueDataset = this.rest["~run"]({ value: input[key] }, config$1);
						if (valueDataset.issues) {
							const pathItem = {
								type: "object",
								origin: "value",
								input,
								key,
								value: input[key]
							};
							for (const issue of valueDataset.issues) {
								if (issue.path) issue.path.unshift(pathItem);
								else issue.path = [pathItem];
								dataset.issues?.push(issue);
							}
							if (!dataset.issues) dataset.issues = valueDataset.issues;
							if (config$1.abortEarly) {
								dataset.typed = false;
								break;
							}
						}
						if (!valueDataset.typed) dataset.typed = false;
						dataset.value[key] = valueDataset.value;
					}
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/objectWithRest/objectWithRestAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function objectWithRestAsync(entries$1, rest, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "object_with_rest",
		reference: objectWithRestAsync,
		expects: "Object",
		async: true,
		entries: entries$1,
		rest,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				dataset.typed = true;
				dataset.value = {};
				const [normalDatasets, restDatasets] = await Promise.all([Promise.all(Object.entries(this.entries).map(async ([key, valueSchema]) => {
					if (key in input || (valueSchema.type === "exact_optional" || valueSchema.type === "optional" || valueSchema.type === "nullish") && valueSchema.default !== void 0) {
						const value$1 = key in input ? input[key] : await /* @__PURE__ */ getDefault(valueSchema);
						return [
							key,
							value$1,
							valueSchema,
							await valueSchema["~run"]({ value: value$1 }, config$1)
						];
					}
					return [
						key,
						input[key],
						valueSchema,
						null
					];
				})), Promise.all(Object.entries(input).filter(([key]) => /* @__PURE__ */ _isValidObjectKey(input, key) && !Object.prototype.hasOwnProperty.call(this.entries, key)).map(async ([key, value$1]) => [
					key,
					value$1,
					await this.rest["~run"]({ value: value$1 }, config$1)
				]))]);
				for (const [key, value$1, valueSchema, valueDataset] of normalDatasets) if (valueDataset) {
					if (valueDataset.issues) {
						const pathItem = {
							type: "object",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!valueDataset.typed) dataset.typed = false;
					dataset.value[key] = valueDataset.value;
				} else if (valueSchema.fallback !== void 0) dataset.value[key] = await /* @__PURE__ */ getFallback(valueSchema);
				else if (valueSchema.type !== "exact_optional" && valueSchema.type !== "optional" && valueSchema.type !== "nullish") {
					_addIssue(this, "key", dataset, config$1, {
						input: void 0,
						expected: `"${key}"`,
						path: [{
							type: "object",
							origin: "key",
							input,
							key,
							value: value$1
						}]
					});
					if (config$1.abortEarly) break;
				}
				if (!dataset.issues || !config$1.abortEarly) for (const [key, value$1, valueDataset] of restDatasets) {
					if (valueDataset.issues) {
						const pathItem = {
							type: "object",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!valueDataset.typed) dataset.typed = false;
					dataset.value[key] = valueDataset.value;
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/optional/optional.ts
/* @__NO_SIDE_EFFECTS__ */
function optional(wrapped, default_) {
	return _standardSchema({
		kind: "schema",
		type: "optional",
		reference: optional,
		expects: `(${wrapped.expects} | undefined)`,
		async: false,
		wrapped,
		default: default_,
		"~run"(dataset, config$1) {
			if (dataset.value === void 0) {
				if (this.default !== void 0) dataset.value = /* @__PURE__ */ getDefault(this, dataset, config$1);
				if (dataset.value === void 0) {
					dataset.typed = true;
					return dataset;
				}
			}
			return this.wrapped["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/optional/optionalAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function optionalAsync(wrapped, default_) {
	return _standardSchema({
		kind: "schema",
		type: "optional",
		reference: optionalAsync,
		expects: `(${wrapped.expects} | undefined)`,
		async: true,
		wrapped,
		default: default_,
		async "~run"(dataset, config$1) {
			if (dataset.value === void 0) {
				if (this.default !== void 0) dataset.value = await /* @__PURE__ */ getDefault(this, dataset, config$1);
				if (dataset.value === void 0) {
					dataset.typed = true;
					return dataset;
				}
			}
			return this.wrapped["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/picklist/picklist.ts
/* @__NO_SIDE_EFFECTS__ */
function picklist(options, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "picklist",
		reference: picklist,
		expects: /* @__PURE__ */ _joinExpects(options.map(_stringify), "|"),
		async: false,
		options,
		message: message$1,
		"~run"(dataset, config$1) {
			if (this.options.includes(dataset.value)) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/promise/promise.ts
/* @__NO_SIDE_EFFECTS__ */
function promise(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "promise",
		reference: promise,
		expects: "Promise",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.value instanceof Promise) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/record/record.ts
/* @__NO_SIDE_EFFECTS__ */
function record(key, value$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "record",
		reference: record,
		expects: "Object",
		async: false,
		key,
		value: value$1,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				dataset.typed = true;
				dataset.value = {};
				for (const entryKey in input) if (/* @__PURE__ */ _isValidObjectKey(input, entryKey)) {
					const entryValue = input[entryKey];
					const keyDataset = this.key["~run"]({ value: entryKey }, config$1);
					if (keyDataset.issues) {
						const pathItem = {
							type: "object",
							origin: "key",
							input,
							key: entryKey,
							value: entryValue
						};
						for (const issue of keyDataset.issues) {
							issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = keyDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					const valueDataset = this.value["~run"]({ value: entryValue }, config$1);
					if (valueDataset.issues) {
						const pathItem = {
							type: "object",
							origin: "value",
							input,
							key: entryKey,
							value: entryValue
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!keyDataset.typed || !valueDataset.typed) dataset.typed = false;
					if (keyDataset.typed) dataset.value[keyDataset.value] = valueDataset.value;
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/record/recordAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function recordAsync(key, value$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "record",
		reference: recordAsync,
		expects: "Object",
		async: true,
		key,
		value: value$1,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				dataset.typed = true;
				dataset.value = {};
				const datasets = await Promise.all(Object.entries(input).filter(([key$1]) => /* @__PURE__ */ _isValidObjectKey(input, key$1)).map(([entryKey, entryValue]) => Promise.all([
					entryKey,
					entryValue,
					this.key["~run"]({ value: entryKey }, config$1),
					this.value["~run"]({ value: entryValue }, config$1)
				])));
				for (const [entryKey, entryValue, keyDataset, valueDataset] of datasets) {
					if (keyDataset.issues) {
						const pathItem = {
							type: "object",
							origin: "key",
							input,
							key: entryKey,
							value: entryValue
						};
						for (const issue of keyDataset.issues) {
							issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = keyDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (valueDataset.issues) {
						const pathItem = {
							type: "object",
							origin: "value",
							input,
							key: entryKey,
							value: entryValue
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!keyDataset.typed || !valueDataset.typed) dataset.typed = false;
					if (keyDataset.typed) dataset.value[keyDataset.value] = valueDataset.value;
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/set/set.ts
/* @__NO_SIDE_EFFECTS__ */
function set(value$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "set",
		reference: set,
		expects: "Set",
		async: false,
		value: value$1,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (input instanceof Set) {
				dataset.typed = true;
				dataset.value = /* @__PURE__ */ new Set();
				for (const inputValue of input) {
					const valueDataset = this.value["~run"]({ value: inputValue }, config$1);
					if (valueDataset.issues) {
						const pathItem = {
							type: "set",
							origin: "value",
							input,
							key: null,
							value: inputValue
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!valueDataset.typed) dataset.typed = false;
					dataset.value.add(valueDataset.value);
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/set/setAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function setAsync(value$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "set",
		reference: setAsync,
		expects: "Set",
		async: true,
		value: value$1,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (input instanceof Set) {
				dataset.typed = true;
				dataset.value = /* @__PURE__ */ new Set();
				const valueDatasets = await Promise.all([...input].map(async (inputValue) => [inputValue, await this.value["~run"]({ value: inputValue }, config$1)]));
				for (const [inputValue, valueDataset] of valueDatasets) {
					if (valueDataset.issues) {
						const pathItem = {
							type: "set",
							origin: "value",
							input,
							key: null,
							value: inputValue
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!valueDataset.typed) dataset.typed = false;
					dataset.value.add(valueDataset.value);
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/strictObject/strictObject.ts
/* @__NO_SIDE_EFFECTS__ */
function strictObject(entries$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "strict_object",
		reference: strictObject,
		expects: "Object",
		async: false,
		entries: entries$1,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				dataset.typed = true;
				dataset.value = {};
				for (const key in this.entries) {
					const valueSchema = this.entries[key];
					if (key in input || (valueSchema.type === "exact_optional" || valueSchema.type === "optional" || valueSchema.type === "nullish") && valueSchema.default !== void 0) {
						const value$1 = key in input ? input[key] : /* @__PURE__ */ getDefault(valueSchema);
						const valueDataset = valueSchema["~run"]({ value: value$1 }, config$1);
						if (valueDataset.issues) {
							const pathItem = {
								type: "object",
								origin: "value",
								input,
								key,
								value: value$1
							};
							for (const issue of valueDataset.issues) {
								if (issue.path) issue.path.unshift(pathItem);
								else issue.path = [pathItem];
								dataset.issues?.push(issue);
							}
							if (!dataset.issues) dataset.issues = valueDataset.issues;
							if (config$1.abortEarly) {
								dataset.typed = false;
								break;
							}
						}
						if (!valueDataset.typed) dataset.typed = false;
						dataset.value[key] = valueDataset.value;
					} else if (valueSchema.fallback !== void 0) dataset.value[key] = /* @__PURE__ */ getFallback(valueSchema);
					else if (valueSchema.type !== "exact_optional" && valueSchema.type !== "optional" && valueSchema.type !== "nullish") {
						_addIssue(this, "key", dataset, config$1, {
							input: void 0,
							expected: `"${key}"`,
							path: [{
								type: "object",
								origin: "key",
								input,
								key,
								value: input[key]
							}]
						});
						if (config$1.abortEarly) break;
					}
				}
				if (!dataset.issues || !config$1.abortEarly) {
					for (const key in input) if (!Object.prototype.hasOwnProperty.call(this.entries, key)) {
						_addIssue(this, "key", dataset, config$1, {
							input: key,
							expected: "never",
							path: [{
								type: "object",
								origin: "key",
								input,
								key,
								value: input[key]
							}]
						});
						break;
					}
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/strictObject/strictObjectAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function strictObjectAsync(entries$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "strict_object",
		reference: strictObjectAsync,
		expects: "Object",
		async: true,
		entries: entries$1,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				dataset.typed = true;
				dataset.value = {};
				const valueDatasets = await Promise.all(Object.entries(this.entries).map(async ([key, valueSchema]) => {
					if (key in input || (valueSchema.type === "exact_optional" || valueSchema.type === "optional" || valueSchema.type === "nullish") && valueSchema.default !== void 0) {
						const value$1 = key in input ? input[key] : await /* @__PURE__ */ getDefault(valueSchema);
						return [
							key,
							value$1,
							valueSchema,
							await valueSchema["~run"]({ value: value$1 }, config$1)
						];
					}
					return [
						key,
						input[key],
						valueSchema,
						null
					];
				}));
				for (const [key, value$1, valueSchema, valueDataset] of valueDatasets) if (valueDataset) {
					if (valueDataset.issues) {
						const pathItem = {
							type: "object",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!valueDataset.typed) dataset.typed = false;
					dataset.value[key] = valueDataset.value;
				} else if (valueSchema.fallback !== void 0) dataset.value[key] = await /* @__PURE__ */ getFallback(valueSchema);
				else if (valueSchema.type !== "exact_optional" && valueSchema.type !== "optional" && valueSchema.type !== "nullish") {
					_addIssue(this, "key", dataset, config$1, {
						input: void 0,
						expected: `"${key}"`,
						path: [{
							type: "object",
							origin: "key",
							input,
							key,
							value: value$1
						}]
					});
					if (config$1.abortEarly) break;
				}
				if (!dataset.issues || !config$1.abortEarly) {
					for (const key in input) if (!Object.prototype.hasOwnProperty.call(this.entries, key)) {
						_addIssue(this, "key", dataset, config$1, {
							input: key,
							expected: "never",
							path: [{
								type: "object",
								origin: "key",
								input,
								key,
								value: input[key]
							}]
						});
						break;
					}
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/strictTuple/strictTuple.ts
/* @__NO_SIDE_EFFECTS__ */
function strictTuple(items, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "strict_tuple",
		reference: strictTuple,
		expects: "Array",
		async: false,
		items,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (Array.isArray(input)) {
				dataset.typed = true;
				dataset.value = [];
				for (let key = 0; key < this.items.length; key++) {
					const value$1 = input[key];
					const itemDataset = this.items[key]["~run"]({ value: value$1 }, config$1);
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
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
				if (!(dataset.issues && config$1.abortEarly) && this.items.length < input.length) _addIssue(this, "type", dataset, config$1, {
					input: input[this.items.length],
					expected: "never",
					path: [{
						type: "array",
						origin: "value",
						input,
						key: this.items.length,
						value: input[this.items.length]
					}]
				});
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/strictTuple/strictTupleAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function strictTupleAsync(items, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "strict_tuple",
		reference: strictTupleAsync,
		expects: "Array",
		async: true,
		items,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (Array.isArray(input)) {
				dataset.typed = true;
				dataset.value = [];
				const itemDatasets = await Promise.all(this.items.map(async (item, key) => {
					const value$1 = input[key];
					return [
						key,
						value$1,
						await item["~run"]({ value: value$1 }, config$1)
					];
				}));
				for (const [key, value$1, itemDataset] of itemDatasets) {
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
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
				if (!(dataset.issues && config$1.abortEarly) && this.items.length < input.length) _addIssue(this, "type", dataset, config$1, {
					input: input[this.items.length],
					expected: "never",
					path: [{
						type: "array",
						origin: "value",
						input,
						key: this.items.length,
						value: input[this.items.length]
					}]
				});
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/string/string.ts
/* @__NO_SIDE_EFFECTS__ */
function string(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "string",
		reference: string,
		expects: "string",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (typeof dataset.value === "string") dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/symbol/symbol.ts
/* @__NO_SIDE_EFFECTS__ */
function symbol(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "symbol",
		reference: symbol,
		expects: "symbol",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (typeof dataset.value === "symbol") dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/tuple/tuple.ts
/* @__NO_SIDE_EFFECTS__ */
function tuple(items, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "tuple",
		reference: tuple,
		expects: "Array",
		async: false,
		items,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (Array.isArray(input)) {
				dataset.typed = true;
				dataset.value = [];
				for (let key = 0; key < this.items.length; key++) {
					const value$1 = input[key];
					const itemDataset = this.items[key]["~run"]({ value: value$1 }, config$1);
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
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

//#endregion
//#region src/schemas/tuple/tupleAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function tupleAsync(items, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "tuple",
		reference: tupleAsync,
		expects: "Array",
		async: true,
		items,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (Array.isArray(input)) {
				dataset.typed = true;
				dataset.value = [];
				const itemDatasets = await Promise.all(this.items.map(async (item, key) => {
					const value$1 = input[key];
					return [
						key,
						value$1,
						await item["~run"]({ value: value$1 }, config$1)
					];
				}));
				for (const [key, value$1, itemDataset] of itemDatasets) {
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
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

//#endregion
//#region src/schemas/tupleWithRest/tupleWithRest.ts
/* @__NO_SIDE_EFFECTS__ */
function tupleWithRest(items, rest, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "tuple_with_rest",
		reference: tupleWithRest,
		expects: "Array",
		async: false,
		items,
		rest,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (Array.isArray(input)) {
				dataset.typed = true;
				dataset.value = [];
				for (let key = 0; key < this.items.length; key++) {
					const value$1 = input[key];
					const itemDataset = this.items[key]["~run"]({ value: value$1 }, config$1);
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
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
				if (!dataset.issues || !config$1.abortEarly) for (let key = this.items.length; key < input.length; key++) {
					const value$1 = input[key];
					const itemDataset = this.rest["~run"]({ value: value$1 }, config$1);
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
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

//#endregion
//#region src/schemas/tupleWithRest/tupleWithRestAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function tupleWithRestAsync(items, rest, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "tuple_with_rest",
		reference: tupleWithRestAsync,
		expects: "Array",
		async: true,
		items,
		rest,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (Array.isArray(input)) {
				dataset.typed = true;
				dataset.value = [];
				const [normalDatasets, restDatasets] = await Promise.all([Promise.all(this.items.map(async (item, key) => {
					const value$1 = input[key];
					return [
						key,
						value$1,
						await item["~run"]({ value: value$1 }, config$1)
					];
				})), Promise.all(input.slice(this.items.length).map(async (value$1, key) => {
					return [
						key + this.items.length,
						value$1,
						await this.rest["~run"]({ value: value$1 }, config$1)
					];
				}))]);
				for (const [key, value$1, itemDataset] of normalDatasets) {
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
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
				if (!dataset.issues || !config$1.abortEarly) for (const [key, value$1, itemDataset] of restDatasets) {
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
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

//#endregion
//#region src/schemas/undefined/undefined.ts
/* @__NO_SIDE_EFFECTS__ */
function undefined_(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "undefined",
		reference: undefined_,
		expects: "undefined",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.value === void 0) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/undefinedable/undefinedable.ts
/* @__NO_SIDE_EFFECTS__ */
function undefinedable(wrapped, default_) {
	return _standardSchema({
		kind: "schema",
		type: "undefinedable",
		reference: undefinedable,
		expects: `(${wrapped.expects} | undefined)`,
		async: false,
		wrapped,
		default: default_,
		"~run"(dataset, config$1) {
			if (dataset.value === void 0) {
				if (this.default !== void 0) dataset.value = /* @__PURE__ */ getDefault(this, dataset, config$1);
				if (dataset.value === void 0) {
					dataset.typed = true;
					return dataset;
				}
			}
			return this.wrapped["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/undefinedable/undefinedableAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function undefinedableAsync(wrapped, default_) {
	return _standardSchema({
		kind: "schema",
		type: "undefinedable",
		reference: undefinedableAsync,
		expects: `(${wrapped.expects} | undefined)`,
		async: true,
		wrapped,
		default: default_,
		async "~run"(dataset, config$1) {
			if (dataset.value === void 0) {
				if (this.default !== void 0) dataset.value = await /* @__PURE__ */ getDefault(this, dataset, config$1);
				if (dataset.value === void 0) {
					dataset.typed = true;
					return dataset;
				}
			}
			return this.wrapped["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/union/utils/_subIssues/_subIssues.ts
/**
* Returns the sub issues of the provided datasets for the union issue.
*
* @param datasets The datasets.
*
* @returns The sub issues.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _subIssues(datasets) {
	let issues;
	if (datasets) for (const dataset of datasets) if (issues) for (const issue of dataset.issues) issues.push(issue);
	else issues = dataset.issues;
	return issues;
}

//#endregion
//#region src/schemas/union/union.ts
/* @__NO_SIDE_EFFECTS__ */
function union(options, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "union",
		reference: union,
		expects: /* @__PURE__ */ _joinExpects(options.map((option) => option.expects), "|"),
		async: false,
		options,
		message: message$1,
		"~run"(dataset, config$1) {
			let validDataset;
			let typedDatasets;
			let untypedDatasets;
			for (const schema of this.options) {
				const optionDataset = schema["~run"]({ value: dataset.value }, config$1);
				if (optionDataset.typed) if (optionDataset.issues) if (typedDatasets) typedDatasets.push(optionDataset);
				else typedDatasets = [optionDataset];
				else {
					validDataset = optionDataset;
					break;
				}
				else if (untypedDatasets) untypedDatasets.push(optionDataset);
				else untypedDatasets = [optionDataset];
			}
			if (validDataset) return validDataset;
			if (typedDatasets) {
				if (typedDatasets.length === 1) return typedDatasets[0];
				_addIssue(this, "type", dataset, config$1, { issues: /* @__PURE__ */ _subIssues(typedDatasets) });
				dataset.typed = true;
			} else if (untypedDatasets?.length === 1) return untypedDatasets[0];
			else _addIssue(this, "type", dataset, config$1, { issues: /* @__PURE__ */ _subIssues(untypedDatasets) });
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/union/unionAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function unionAsync(options, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "union",
		reference: unionAsync,
		expects: /* @__PURE__ */ _joinExpects(options.map((option) => option.expects), "|"),
		async: true,
		options,
		message: message$1,
		async "~run"(dataset, config$1) {
			let validDataset;
			let typedDatasets;
			let untypedDatasets;
			for (const schema of this.options) {
				const optionDataset = await schema["~run"]({ value: dataset.value }, config$1);
				if (optionDataset.typed) if (optionDataset.issues) if (typedDatasets) typedDatasets.push(optionDataset);
				else typedDatasets = [optionDataset];
				else {
					validDataset = optionDataset;
					break;
				}
				else if (untypedDatasets) untypedDatasets.push(optionDataset);
				else untypedDatasets = [optionDataset];
			}
			if (validDataset) return validDataset;
			if (typedDatasets) {
				if (typedDatasets.length === 1) return typedDatasets[0];
				_addIssue(this, "type", dataset, config$1, { issues: /* @__PURE__ */ _subIssues(typedDatasets) });
				dataset.typed = true;
			} else if (untypedDatasets?.length === 1) return untypedDatasets[0];
			else _addIssue(this, "type", dataset, config$1, { issues: /* @__PURE__ */ _subIssues(untypedDatasets) });
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/unknown/unknown.ts
/**
* Creates a unknown schema.
*
* @returns A unknown schema.
*/
/* @__NO_SIDE_EFFECTS__ */
function dist_unknown() {
	return _standardSchema({
		kind: "schema",
		type: "unknown",
		reference: dist_unknown,
		expects: "unknown",
		async: false,
		"~run"(dataset) {
			dataset.typed = true;
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/variant/variant.ts
/* @__NO_SIDE_EFFECTS__ */
function variant(key, options, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "variant",
		reference: variant,
		expects: "Object",
		async: false,
		key,
		options,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				let outputDataset;
				let maxDiscriminatorPriority = 0;
				let invalidDiscriminatorKey = this.key;
				let expectedDiscriminators = [];
				const parseOptions = (variant$1, allKeys) => {
					for (const schema of variant$1.options) {
						if (schema.type === "variant") parseOptions(schema, new Set(allKeys).add(schema.key));
						else {
							let keysAreValid = true;
							let currentPriority = 0;
							for (const currentKey of allKeys) {
								const discriminatorSchema = schema.entries[currentKey];
								if (currentKey in input ? discriminatorSchema["~run"]({
									typed: false,
									value: input[currentKey]
								}, ABORT_EARLY_CONFIG).issues : discriminatorSchema.type !== "exact_optional" && discriminatorSchema.type !== "optional" && discriminatorSchema.type !== "nullish") {
									keysAreValid = false;
									if (invalidDiscriminatorKey !== currentKey && (maxDiscriminatorPriority < currentPriority || maxDiscriminatorPriority === currentPriority && currentKey in input && !(invalidDiscriminatorKey in input))) {
										maxDiscriminatorPriority = currentPriority;
										invalidDiscriminatorKey = currentKey;
										expectedDiscriminators = [];
									}
									if (invalidDiscriminatorKey === currentKey) expectedDiscriminators.push(schema.entries[currentKey].expects);
									break;
								}
								currentPriority++;
							}
							if (keysAreValid) {
								const optionDataset = schema["~run"]({ value: input }, config$1);
								if (!outputDataset || !outputDataset.typed && optionDataset.typed) outputDataset = optionDataset;
							}
						}
						if (outputDataset && !outputDataset.issues) break;
					}
				};
				parseOptions(this, new Set([this.key]));
				if (outputDataset) return outputDataset;
				_addIssue(this, "type", dataset, config$1, {
					input: input[invalidDiscriminatorKey],
					expected: /* @__PURE__ */ _joinExpects(expectedDiscriminators, "|"),
					path: [{
						type: "object",
						origin: "value",
						input,
						key: invalidDiscriminatorKey,
						value: input[invalidDiscriminatorKey]
					}]
				});
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/variant/variantAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function variantAsync(key, options, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "variant",
		reference: variantAsync,
		expects: "Object",
		async: true,
		key,
		options,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				let outputDataset;
				let maxDiscriminatorPriority = 0;
				let invalidDiscriminatorKey = this.key;
				let expectedDiscriminators = [];
				const parseOptions = async (variant$1, allKeys) => {
					for (const schema of variant$1.options) {
						if (schema.type === "variant") await parseOptions(schema, new Set(allKeys).add(schema.key));
						else {
							let keysAreValid = true;
							let currentPriority = 0;
							for (const currentKey of allKeys) {
								const discriminatorSchema = schema.entries[currentKey];
								if (currentKey in input ? (await discriminatorSchema["~run"]({
									typed: false,
									value: input[currentKey]
								}, ABORT_EARLY_CONFIG)).issues : discriminatorSchema.type !== "exact_optional" && discriminatorSchema.type !== "optional" && discriminatorSchema.type !== "nullish") {
									keysAreValid = false;
									if (invalidDiscriminatorKey !== currentKey && (maxDiscriminatorPriority < currentPriority || maxDiscriminatorPriority === currentPriority && currentKey in input && !(invalidDiscriminatorKey in input))) {
										maxDiscriminatorPriority = currentPriority;
										invalidDiscriminatorKey = currentKey;
										expectedDiscriminators = [];
									}
									if (invalidDiscriminatorKey === currentKey) expectedDiscriminators.push(schema.entries[currentKey].expects);
									break;
								}
								currentPriority++;
							}
							if (keysAreValid) {
								const optionDataset = await schema["~run"]({ value: input }, config$1);
								if (!outputDataset || !outputDataset.typed && optionDataset.typed) outputDataset = optionDataset;
							}
						}
						if (outputDataset && !outputDataset.issues) break;
					}
				};
				await parseOptions(this, new Set([this.key]));
				if (outputDataset) return outputDataset;
				_addIssue(this, "type", dataset, config$1, {
					input: input[invalidDiscriminatorKey],
					expected: /* @__PURE__ */ _joinExpects(expectedDiscriminators, "|"),
					path: [{
						type: "object",
						origin: "value",
						input,
						key: invalidDiscriminatorKey,
						value: input[invalidDiscriminatorKey]
					}]
				});
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/void/void.ts
/* @__NO_SIDE_EFFECTS__ */
function void_(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "void",
		reference: void_,
		expects: "void",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.value === void 0) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/methods/keyof/keyof.ts
/* @__NO_SIDE_EFFECTS__ */
function keyof(schema, message$1) {
	return /* @__PURE__ */ picklist(Object.keys(schema.entries), message$1);
}

//#endregion
//#region src/methods/message/message.ts
/**
* Changes the local message configuration of a schema.
*
* @param schema The schema to configure.
* @param message_ The error message.
*
* @returns The configured schema.
*/
/* @__NO_SIDE_EFFECTS__ */
function message(schema, message_) {
	return _standardSchema({
		...schema,
		"~run"(dataset, config$1) {
			return schema["~run"](dataset, {
				...config$1,
				message: message_
			});
		}
	});
}

//#endregion
//#region src/methods/omit/omit.ts
/**
* Creates a modified copy of an object schema that does not contain the
* selected entries.
*
* @param schema The schema to omit from.
* @param keys The selected entries.
*
* @returns An object schema.
*/
/* @__NO_SIDE_EFFECTS__ */
function omit(schema, keys) {
	const entries$1 = { ...schema.entries };
	for (const key of keys) delete entries$1[key];
	return _standardSchema({
		...schema,
		entries: entries$1
	});
}

//#endregion
//#region src/methods/parse/parse.ts
/**
* Parses an unknown input based on a schema.
*
* @param schema The schema to be used.
* @param input The input to be parsed.
* @param config The parse configuration.
*
* @returns The parsed input.
*/
function parse(schema, input, config$1) {
	const dataset = schema["~run"]({ value: input }, /* @__PURE__ */ getGlobalConfig(config$1));
	if (dataset.issues) throw new ValiError(dataset.issues);
	return dataset.value;
}

//#endregion
//#region src/methods/parse/parseAsync.ts
/**
* Parses an unknown input based on a schema.
*
* @param schema The schema to be used.
* @param input The input to be parsed.
* @param config The parse configuration.
*
* @returns The parsed input.
*/
async function parseAsync(schema, input, config$1) {
	const dataset = await schema["~run"]({ value: input }, /* @__PURE__ */ getGlobalConfig(config$1));
	if (dataset.issues) throw new ValiError(dataset.issues);
	return dataset.value;
}

//#endregion
//#region src/methods/parser/parser.ts
/* @__NO_SIDE_EFFECTS__ */
function parser(schema, config$1) {
	const func = (input) => parse(schema, input, config$1);
	func.schema = schema;
	func.config = config$1;
	return func;
}

//#endregion
//#region src/methods/parser/parserAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function parserAsync(schema, config$1) {
	const func = (input) => parseAsync(schema, input, config$1);
	func.schema = schema;
	func.config = config$1;
	return func;
}

//#endregion
//#region src/methods/partial/partial.ts
/* @__NO_SIDE_EFFECTS__ */
function partial(schema, keys) {
	const entries$1 = {};
	for (const key in schema.entries) entries$1[key] = !keys || keys.includes(key) ? /* @__PURE__ */ optional(schema.entries[key]) : schema.entries[key];
	return _standardSchema({
		...schema,
		entries: entries$1
	});
}

//#endregion
//#region src/methods/partial/partialAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function partialAsync(schema, keys) {
	const entries$1 = {};
	for (const key in schema.entries) entries$1[key] = !keys || keys.includes(key) ? /* @__PURE__ */ optionalAsync(schema.entries[key]) : schema.entries[key];
	return _standardSchema({
		...schema,
		entries: entries$1
	});
}

//#endregion
//#region src/methods/pick/pick.ts
/**
* Creates a modified copy of an object schema that contains only the selected
* entries.
*
* @param schema The schema to pick from.
* @param keys The selected entries.
*
* @returns An object schema.
*/
/* @__NO_SIDE_EFFECTS__ */
function pick(schema, keys) {
	const entries$1 = {};
	for (const key of keys) entries$1[key] = schema.entries[key];
	return _standardSchema({
		...schema,
		entries: entries$1
	});
}

//#endregion
//#region src/methods/pipe/pipe.ts
/* @__NO_SIDE_EFFECTS__ */
function pipe(...pipe$1) {
	return _standardSchema({
		...pipe$1[0],
		pipe: pipe$1,
		"~run"(dataset, config$1) {
			for (const item of pipe$1) if (item.kind !== "metadata") {
				if (dataset.issues && (item.kind === "schema" || item.kind === "transformation")) {
					dataset.typed = false;
					break;
				}
				if (!dataset.issues || !config$1.abortEarly && !config$1.abortPipeEarly) dataset = item["~run"](dataset, config$1);
			}
			return dataset;
		}
	});
}

//#endregion
//#region src/methods/pipe/pipeAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function pipeAsync(...pipe$1) {
	return _standardSchema({
		...pipe$1[0],
		pipe: pipe$1,
		async: true,
		async "~run"(dataset, config$1) {
			for (const item of pipe$1) if (item.kind !== "metadata") {
				if (dataset.issues && (item.kind === "schema" || item.kind === "transformation")) {
					dataset.typed = false;
					break;
				}
				if (!dataset.issues || !config$1.abortEarly && !config$1.abortPipeEarly) dataset = await item["~run"](dataset, config$1);
			}
			return dataset;
		}
	});
}

//#endregion
//#region src/methods/required/required.ts
/* @__NO_SIDE_EFFECTS__ */
function required(schema, arg2, arg3) {
	const keys = Array.isArray(arg2) ? arg2 : void 0;
	const message$1 = Array.isArray(arg2) ? arg3 : arg2;
	const entries$1 = {};
	for (const key in schema.entries) entries$1[key] = !keys || keys.includes(key) ? /* @__PURE__ */ nonOptional(schema.entries[key], message$1) : schema.entries[key];
	return _standardSchema({
		...schema,
		entries: entries$1
	});
}

//#endregion
//#region src/methods/required/requiredAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function requiredAsync(schema, arg2, arg3) {
	const keys = Array.isArray(arg2) ? arg2 : void 0;
	const message$1 = Array.isArray(arg2) ? arg3 : arg2;
	const entries$1 = {};
	for (const key in schema.entries) entries$1[key] = !keys || keys.includes(key) ? /* @__PURE__ */ nonOptionalAsync(schema.entries[key], message$1) : schema.entries[key];
	return _standardSchema({
		...schema,
		entries: entries$1
	});
}

//#endregion
//#region src/methods/safeParse/safeParse.ts
/**
* Parses an unknown input based on a schema.
*
* @param schema The schema to be used.
* @param input The input to be parsed.
* @param config The parse configuration.
*
* @returns The parse result.
*/
/* @__NO_SIDE_EFFECTS__ */
function safeParse(schema, input, config$1) {
	const dataset = schema["~run"]({ value: input }, /* @__PURE__ */ getGlobalConfig(config$1));
	return {
		typed: dataset.typed,
		success: !dataset.issues,
		output: dataset.value,
		issues: dataset.issues
	};
}

//#endregion
//#region src/methods/safeParse/safeParseAsync.ts
/**
* Parses an unknown input based on a schema.
*
* @param schema The schema to be used.
* @param input The input to be parsed.
* @param config The parse configuration.
*
* @returns The parse result.
*/
/* @__NO_SIDE_EFFECTS__ */
async function safeParseAsync(schema, input, config$1) {
	const dataset = await schema["~run"]({ value: input }, /* @__PURE__ */ getGlobalConfig(config$1));
	return {
		typed: dataset.typed,
		success: !dataset.issues,
		output: dataset.value,
		issues: dataset.issues
	};
}

//#endregion
//#region src/methods/safeParser/safeParser.ts
/* @__NO_SIDE_EFFECTS__ */
function safeParser(schema, config$1) {
	const func = (input) => /* @__PURE__ */ safeParse(schema, input, config$1);
	func.schema = schema;
	func.config = config$1;
	return func;
}

//#endregion
//#region src/methods/safeParser/safeParserAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function safeParserAsync(schema, config$1) {
	const func = (input) => /* @__PURE__ */ safeParseAsync(schema, input, config$1);
	func.schema = schema;
	func.config = config$1;
	return func;
}

//#endregion
//#region src/methods/summarize/summarize.ts
/**
* Summarize the error messages of issues in a pretty-printable multi-line string.
*
* @param issues The list of issues.
*
* @returns A summary of the issues.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function summarize(issues) {
	let summary = "";
	for (const issue of issues) {
		if (summary) summary += "\n";
		summary += `× ${issue.message}`;
		const dotPath = /* @__PURE__ */ getDotPath(issue);
		if (dotPath) summary += `\n  → at ${dotPath}`;
	}
	return summary;
}

//#endregion
//#region src/methods/unwrap/unwrap.ts
/**
* Unwraps the wrapped schema.
*
* @param schema The schema to be unwrapped.
*
* @returns The unwrapped schema.
*/
/* @__NO_SIDE_EFFECTS__ */
function unwrap(schema) {
	return schema.wrapped;
}

//#endregion

;// CONCATENATED MODULE: ./src/vpsorg/schemas.ts
/** The API's answers, narrowed: the only place where JSON of unknown shape is met. Shapes: VPS.org's public API documentation. */


const schemas_digits = pipe(string(), regex(/^\d+$/), transform(Number));
const whole = pipe(union([number(), schemas_digits]), safeInteger());
const id = pipe(whole, minValue(1));
const schemas_text = fallback(nullable(string()), null);
const word = fallback(string(), '');
const megabytes = fallback(nullable(union([number(), pipe(string(), regex(/^\d+(\.\d+)?$/), transform(Number))])), null);
/** `{id, name}` is documented; a bare id would do. */
const serverOfBackup = fallback(nullable(union([
    object({ id, name: schemas_text }),
    pipe(id, transform((bare) => ({ id: bare, name: null }))),
])), null);
const backup = pipe(object({
    id,
    server: serverOfBackup,
    backup_type: word,
    status: word,
    size_mb: megabytes,
    created_at: schemas_text,
    expires_at: schemas_text,
    description: schemas_text,
}), transform((row) => ({
    id: row.id,
    serverId: row.server?.id ?? null,
    serverName: row.server?.name ?? null,
    type: row.backup_type,
    status: row.status,
    sizeMb: row.size_mb,
    createdAt: row.created_at,
    createdAtMs: parseTimestamp(row.created_at),
    expiresAt: row.expires_at,
    description: row.description,
})));
const server = object({ id, name: schemas_text, status: word });
const schemas_listed = object({
    results: array(dist_unknown()),
    count: optional(dist_unknown()),
    next: optional(dist_unknown()),
});
/** @returns the backup, or `null` where the JSON holds none */
function parseBackup(json) {
    const read = safeParse(backup, json);
    return read.success ? read.output : null;
}
/** @returns the page, or `null` where the JSON is no list */
function parseBackupPage(json) {
    return parsePage(json, parseBackup);
}
/** @returns the page, or `null` where the JSON is no list */
function parseServerPage(json) {
    return parsePage(json, (row) => {
        const read = safeParse(server, row);
        return read.success ? read.output : null;
    });
}
function parsePage(json, readRow) {
    const read = safeParse(union([
        pipe(array(dist_unknown()), transform((results) => ({ results }))),
        schemas_listed,
    ]), json);
    if (!read.success)
        return null;
    const { results, count, next } = { count: undefined, next: undefined, ...read.output };
    const rows = results.map(readRow).filter((row) => row !== null);
    const counted = safeParse(whole, count);
    // A count that can't be read can't be met: the view stays partial.
    const total = counted.success
        ? counted.output
        : count === undefined || count === null
            ? null
            : Infinity;
    return {
        items: rows,
        count: total,
        next: readNext(next),
        invalidCount: results.length - rows.length,
    };
}
/** A `next` that can't be read leads nowhere, but there is one. */
function readNext(next) {
    if (next === undefined || next === null || next === '' || next === false)
        return null;
    return typeof next === 'string' ? next : UNFOLLOWABLE_URL;
}
/** Of no host of ours, so it is not followed, and the view stays partial. */
const UNFOLLOWABLE_URL = 'nowhere:';

;// CONCATENATED MODULE: ./src/vpsorg/client.ts




const REQUEST_MS = 30_000;
const GET_RETRIES = 5;
const CHANGE_RETRIES = 4;
const FIRST_BACKOFF_MS = 500;
const REREADS = 2;
class VpsOrgClient {
    options;
    #origin;
    #base;
    constructor(options) {
        this.options = options;
        const url = new URL(options.url);
        this.#origin = url.origin;
        this.#base = url.pathname.replace(/\/+$/, '');
    }
    /** `GET /backups/`, all its pages, or as many as are `enough`. */
    listBackups(filter, effort = {}, enough) {
        const query = new URLSearchParams();
        if (filter.serverId !== undefined)
            query.set('server_id', String(filter.serverId));
        if (filter.backupType)
            query.set('backup_type', filter.backupType);
        const search = query.size > 0 ? `?${query}` : '';
        return this.#list({ target: `/backups/${search}`, action: 'list the backups', read: parseBackupPage }, effort, enough);
    }
    /** `GET /servers/`, all its pages, or as many as are `enough`. */
    listServers(effort = {}, enough) {
        return this.#list({ target: '/servers/', action: 'list the servers', read: parseServerPage }, effort, enough);
    }
    /** `POST /backups/`, sent again only where nothing can have been accepted. */
    async createBackup(serverId, description) {
        const outcome = await this.#post('start a backup', '/backups/', {
            body: { server_id: serverId, description },
        });
        if (outcome.kind !== 'accepted')
            return outcome;
        const backup = outcome.value.bodyComplete ? parseBackup(client_parseJson(outcome.value.body)) : null;
        if (backup !== null)
            return { kind: 'accepted', value: backup };
        return { kind: 'open', error: invalidResponseError('start a backup', outcome.value) };
    }
    /** `POST /servers/{id}/restore/`. Any 2xx is acceptance, whatever its body: the answer is not documented. */
    async restoreBackup(serverId, backupId) {
        // It can't be looked up afterwards whether it arrived, as it can of a backup: nothing may be left open without need.
        const body = { backup_id: backupId };
        const outcome = await this.#post('restore the backup', `/servers/${serverId}/restore/`, {
            body,
            onNewConnection: true,
        });
        return outcome.kind === 'accepted' ? { kind: 'accepted', value: null } : outcome;
    }
    /**
     * `DELETE /backups/{id}/`.
     *
     * @returns `deleted` for any 2xx but a web page; `already gone` for a 404: what was asked for is so
     * @throws ApiError once its retries are used up; CancelledInFlight where it may have been deleted
     */
    async deleteBackup(id) {
        let maybeDone = false;
        const attempt = () => this.#deleteOnce(id).catch((fault) => {
            maybeDone ||= fault instanceof ApiError && fault.mayHaveSucceeded;
            throw fault;
        });
        return this.#retrying(CHANGE_RETRIES, attempt).catch((fault) => {
            throw maybeDone && fault instanceof CancelledError ? new CancelledInFlight(fault.by) : fault;
        });
    }
    async #deleteOnce(id) {
        const answer = await this.#send({ method: 'DELETE', path: `${this.#base}/backups/${id}/`, timeoutMs: REQUEST_MS }, 'delete the backup');
        if (answer.status === 404)
            return 'already gone';
        if (answer.status < 200 || answer.status > 299)
            throw toApiError('delete the backup', answer);
        // A login page in the way of the API is a 2xx, too; it says nothing of the backup.
        if (isWebPage(answer.body))
            throw invalidResponseError('delete the backup', answer);
        return 'deleted';
    }
    #list(what, effort, enough) {
        const until = effort.timeoutMs === undefined ? null : this.options.clock.now() + effort.timeoutMs;
        const fetchOnce = async (target) => {
            const answer = await this.#send({
                method: 'GET',
                path: target,
                timeoutMs: REQUEST_MS,
                ...(until === null ? {} : { deadline: until }),
            }, what.action);
            if (answer.status < 200 || answer.status > 299)
                throw toApiError(what.action, answer);
            const page = answer.bodyComplete ? what.read(client_parseJson(answer.body)) : null;
            if (page === null)
                throw invalidResponseError(what.action, answer);
            return page;
        };
        const fetch = (target) => until === null
            ? this.#retrying(effort.retries ?? GET_RETRIES, () => fetchOnce(target))
            : fetchOnce(target);
        const rereads = until === null ? REREADS : 0;
        return listAllPages({
            first: this.#base + what.target,
            origin: this.#origin,
            fetch,
            rereads,
            ...(enough === undefined ? {} : { stopWhen: enough }),
        });
    }
    async #post(action, path, what) {
        const request = {
            method: 'POST',
            path: this.#base + path,
            timeoutMs: REQUEST_MS,
            ...what,
        };
        for (let tries = 0;; tries++) {
            const outcome = await this.#postOnce(action, request);
            if (outcome.kind !== 'refused' || !outcome.error.isTransient || tries >= CHANGE_RETRIES)
                return outcome;
            await this.#pause(tries, outcome.error, `, and nothing was accepted`);
        }
    }
    async #postOnce(action, request) {
        try {
            const answer = await this.options.transport.send(request);
            if (answer.status >= 200 && answer.status < 300)
                return { kind: 'accepted', value: answer };
            const error = toApiError(action, answer);
            return { kind: error.mayHaveSucceeded ? 'open' : 'refused', error };
        }
        catch (fault) {
            if (!(fault instanceof NetworkError))
                throw fault;
            const error = toNetworkError(action, fault);
            return { kind: error.mayHaveSucceeded ? 'open' : 'refused', error };
        }
    }
    async #retrying(retries, attempt) {
        for (let tries = 0;; tries++) {
            try {
                return await attempt();
            }
            catch (error) {
                if (!(error instanceof ApiError) ||
                    !error.isTransient ||
                    error.isRedirect ||
                    tries >= retries)
                    throw error;
                await this.#pause(tries, error, '');
            }
        }
    }
    async #pause(tries, error, more) {
        const ms = Math.max(FIRST_BACKOFF_MS * 2 ** tries, error.retryAfterMs ?? 0);
        this.options.onRetry(`Could not ${error.action}${more} (${error.shortReason}); trying again in ${Math.round(ms / 100) / 10} s`);
        await this.options.clock.sleep(ms, this.options.signal);
    }
    async #send(request, action) {
        try {
            return await this.options.transport.send(request);
        }
        catch (fault) {
            throw fault instanceof NetworkError ? toNetworkError(action, fault) : fault;
        }
    }
}
function toApiError(action, answer) {
    return new ApiError(action, answer.status, readableDetail(answer.body), {
        retryAfterMs: answer.retryAfterMs,
    });
}
function invalidResponseError(action, answer) {
    const why = answer.bodyComplete ? 'its answer can not be read' : 'its answer was cut short';
    // Rows that can't be read are no words to a person.
    const detail = /^\s*[{[]/.test(answer.body) && client_parseJson(answer.body) === undefined
        ? ''
        : readableDetail(answer.body);
    return new ApiError(action, answer.status, detail === '' || !answer.bodyComplete ? why : `${why}: ${detail}`, {
        unreadable: true,
        retryAfterMs: answer.retryAfterMs,
    });
}
function isWebPage(body) {
    return /^\s*</.test(body);
}
function toNetworkError(action, fault) {
    return new ApiError(action, null, fault.message, { cause: fault });
}
function client_parseJson(body) {
    try {
        return JSON.parse(body.replace(/^\uFEFF/, ''));
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./src/vpsorg/retry-after.ts
/** `Retry-After`, in seconds or as an HTTP date (RFC 9110, 10.2.3). Pure. */
/** A longer one counts as this. */
const MAX_RETRY_AFTER_MS = 60_000;
/**
 * @param now milliseconds since the epoch
 * @returns milliseconds from 0 to 60,000, or `null` where there is none that can be read
 */
function parseRetryAfter(header, now) {
    const text = header?.trim() ?? '';
    if (/^\d+$/.test(text))
        return Math.min(Number(text) * 1_000, MAX_RETRY_AFTER_MS);
    if (!/^[A-Z][a-z]{2,8}, /.test(text))
        return null;
    const at = Date.parse(text);
    return Number.isNaN(at) ? null : Math.min(Math.max(at - now, 0), MAX_RETRY_AFTER_MS);
}

;// CONCATENATED MODULE: ./src/vpsorg/http.ts






/** Requests in flight at once. */
const MAX_CONCURRENT_REQUESTS = 4;
const MAX_RESPONSE_BYTES = 32 * 1024 * 1024;
/** A request that changes something is given this long after a cancellation, so that its outcome is learned. */
const CANCEL_GRACE_MS = 1_000;
function createTransport(options) {
    const limit = pLimit(MAX_CONCURRENT_REQUESTS);
    const port = { signal: undefined };
    const clientOf = (keepAlive) => new lib_HttpClient(options.userAgent, [signalHandler(port)], {
        allowRedirects: false,
        allowRetries: false,
        keepAlive,
    });
    const [kept, single] = [clientOf(true), clientOf(false)];
    const exchange = (request, signal) => {
        port.signal = signal; // read back synchronously, as the client prepares the request
        const body = request.body === undefined ? null : JSON.stringify(request.body);
        const headers = {
            authorization: `Bearer ${options.token}`,
            'content-type': 'application/json',
            accept: 'application/json',
        };
        const client = request.onNewConnection ? single : kept;
        return client
            .request(request.method, options.origin + request.path, body, headers)
            .then((response) => response.message);
    };
    return {
        send: (request) => limit(() => sendOne(request, exchange, options)),
        close: () => {
            kept.dispose();
            single.dispose();
        },
    };
}
async function sendOne(request, exchange, options) {
    options.signal.throwIfAborted();
    const { clock } = options;
    const started = clock.now();
    const timeoutMs = Math.min(request.timeoutMs, (request.deadline ?? Infinity) - started);
    if (timeoutMs <= 0)
        throw new NetworkError('TIMEOUT', false); // its turn came too late
    const abort = new AbortController();
    const timer = new AbortController();
    const expire = (ms, reason) => {
        clock.sleep(ms, timer.signal).then(() => abort.abort(reason()), http_ignore);
    };
    const onCancel = () => expire(request.method === 'GET' ? 0 : CANCEL_GRACE_MS, () => cancelled(request, options.signal.reason));
    expire(timeoutMs, () => new NetworkError('TIMEOUT', true));
    options.signal.addEventListener('abort', onCancel, { once: true });
    const say = (came) => options.debug(`${request.method} ${request.path} -> ${came} (${Math.round(clock.now() - started)} ms)`);
    try {
        const message = await Promise.race([exchange(request, abort.signal), rejection(abort.signal)]);
        const { text, whole } = await readBody(message, options.token);
        // Of an order, the status alone tells what came of it.
        if (!whole && request.method === 'GET' && abort.signal.reason instanceof CancelledError)
            throw abort.signal.reason;
        say(whole ? (message.statusCode ?? 0) : `${message.statusCode}, cut short`);
        return {
            status: message.statusCode ?? 0,
            body: text,
            bodyComplete: whole,
            retryAfterMs: parseRetryAfter(message.headers['retry-after'], clock.now()),
        };
    }
    catch (error) {
        const fault = abort.signal.aborted ? abort.signal.reason : toTransportError(error);
        say(fault instanceof NetworkError ? fault.code : 'cancelled');
        throw fault;
    }
    finally {
        timer.abort(DONE);
        options.signal.removeEventListener('abort', onCancel);
    }
}
/** An order that was on its way may have been taken. */
function cancelled(request, reason) {
    return request.method !== 'GET' && reason instanceof CancelledError
        ? new CancelledInFlight(reason.by)
        : reason;
}
/** Rejects when a signal is aborted: a request that has no socket yet (a proxy that keeps silent) is not ended by the signal itself. */
function rejection(signal) {
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
}
/** A reason of our own: the default one is an error with a stack, made for each request. */
const DONE = 'the request is over';
function http_ignore() { }
/** `@actions/http-client` takes no signal with a request, and leaves the brackets on an IPv6 address; its handlers can mend both. */
function signalHandler(port) {
    return {
        prepareRequest(request) {
            if (port.signal !== undefined)
                request.signal = port.signal;
            request.host = request.host?.replace(/^\[(.*)\]$/, '$1') ?? null;
        },
        canHandleAuthentication: () => false,
        handleAuthentication: () => Promise.reject(new Error('never asked for')),
    };
}
/** The token never gets further in than this: an API that echoes it must not make us print it. */
function readBody(message, token) {
    return new Promise((resolve) => {
        const chunks = [];
        let size = 0;
        const done = (whole) => resolve({ text: redact(token, plainAscii(Buffer.concat(chunks).toString('utf8'))), whole });
        message.on('data', (chunk) => {
            size += chunk.length;
            chunks.push(chunk);
            if (size <= MAX_RESPONSE_BYTES)
                return;
            chunks.length = 0;
            message.destroy();
        });
        message.on('end', () => done(message.complete && size <= MAX_RESPONSE_BYTES));
        message.on('error', () => done(false));
        message.on('close', () => done(false));
    });
}
/** Writes visible ASCII plainly where JSON may have it escaped (quote and backslash stay), so that no spelling of the token is overlooked. */
function plainAscii(text) {
    if (!text.includes('\\u00'))
        return text;
    return text.replace(/\\\\|\\u00([2-7][0-9a-f])/gi, (whole, hex) => {
        if (hex === undefined)
            return whole; // a backslash of the text, which may stand before a "u"
        const sign = String.fromCharCode(Number.parseInt(hex, 16));
        return /["\\\u007f]/.test(sign) ? whole : sign;
    });
}
/** Errors of these system calls come before a byte of the request is sent. */
const BEFORE_SENDING = new Set(['connect', 'getaddrinfo']);
/**
 * A certificate is looked at before the request, too. Other TLS faults (`ERR_SSL_*`) are not named here: a broken record on an established
 * connection has the same codes as a handshake that fails.
 */
const HANDSHAKE = /^(ERR_TLS_CERT_ALTNAME_INVALID|ERR_TLS_HANDSHAKE_TIMEOUT|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA)/;
/** Alerts with which a server ends a handshake: handshake_failure, protocol_version, unrecognized_name. */
const HANDSHAKE_ALERT = /SSL alert number (40|70|112)\b/;
/** Node's words for a connection that was closed in the middle of the handshake; its code is that of any reset. */
const CLOSED_IN_HANDSHAKE = 'Client network socket disconnected before secure TLS connection was established';
function toTransportError(error) {
    const fault = error;
    if (fault.message?.startsWith('tunneling socket could not be established'))
        return new NetworkError('PROXY', false, { cause: error });
    return new NetworkError(fault.code ?? fault.name ?? 'UNKNOWN', !isBeforeSending(fault), {
        cause: error,
    });
}
/** Several addresses were tried: each must have failed before sending. */
function isBeforeSending(fault) {
    const each = fault.errors;
    if (Array.isArray(each) && each.length > 0)
        return each.every((one) => isBeforeSending(one));
    if (BEFORE_SENDING.has(fault.syscall ?? '') ||
        HANDSHAKE.test(fault.code ?? '') ||
        fault.code === 'ERR_INVALID_URL')
        return true;
    return (fault.message === CLOSED_IN_HANDSHAKE ||
        (fault.code === 'EPROTO' && HANDSHAKE_ALERT.test(fault.message)));
}

;// CONCATENATED MODULE: ./src/main.ts
/** Puts the pieces together: inputs -> operation -> outputs. */






















/** @param cancel aborted, with {@link CancelledError} as its reason, when the step is asked to end */
async function main(cancel) {
    const token = getInput('api_token');
    // Before anything else, so that no line can show it.
    if (token !== '')
        core_setSecret(token);
    const log = createLog(token);
    try {
        const run = loadRunContext(process.env);
        const given = parseInputs((name) => getInput(name, { trimWhitespace: false }), run.known);
        for (const warning of given.warnings)
            log.warning(warning);
        await carryOut(given, { run, log, cancel });
    }
    catch (error) {
        log.fail(errorMessage(error));
        await writeSummary(redact(token, renderFailure(errorMessage(error))), log);
    }
}
/** Runs the operation; outputs and summary are written however it ends. */
async function carryOut({ inputs, api }, { run, log, cancel }) {
    const write = createOutputWriter(api.token);
    const recorder = new Recorder(inputs.operation, (facts) => write(toOutputs(facts)));
    const { origin } = new URL(api.url);
    const userAgent = `vps-backup-action/${version} (GitHub Action)`;
    const transport = createTransport({
        origin,
        token: api.token,
        userAgent,
        clock: systemClock,
        signal: cancel,
        debug: log.debug,
    });
    const client = new VpsOrgClient({
        url: api.url,
        transport,
        clock: systemClock,
        signal: cancel,
        onRetry: log.info,
    });
    const deps = {
        client: client,
        clock: systemClock,
        signal: cancel,
        log,
        recorder,
        run,
        newIdempotencyKey: () => (0,external_node_crypto_namespaceObject.randomBytes)(6).toString('hex'),
    };
    const failure = await outcomeOf(operate(inputs, deps), cancel, () => recorder.report);
    transport.close();
    write(toOutputs(recorder.report));
    if (failure !== null)
        log.fail(failure);
    const apiUrl = api.url === INPUT_DEFAULTS.api_url ? null : api.url;
    const dryRun = 'dryRun' in inputs && inputs.dryRun;
    await writeSummary(redact(api.token, renderSummary(recorder.report, { run, apiUrl, dryRun, failure })), log);
}
async function operate(inputs, deps) {
    switch (inputs.operation) {
        case 'create':
            return create(inputs, deps);
        case 'list':
            return list(inputs, deps);
        case 'wait':
            return wait(inputs, deps);
        case 'restore':
            return restore(inputs, deps);
        case 'delete':
            return deleteBackups(inputs, deps);
        case 'prune':
            return prune(inputs, deps);
    }
}
/** @returns why it failed, or `null` */
async function outcomeOf(operation, cancel, facts) {
    try {
        await operation;
        cancel.throwIfAborted();
        return null;
    }
    catch (error) {
        return error instanceof CancelledError
            ? cancellationMessage(error, facts())
            : errorMessage(error);
    }
}
async function writeSummary(markdown, log) {
    if (!process.env.GITHUB_STEP_SUMMARY)
        return;
    try {
        await summary.addRaw(markdown).write();
    }
    catch (error) {
        log.warning(`The job summary could not be written: ${errorMessage(error)}`);
    }
}

;// CONCATENATED MODULE: ./src/index.ts
/** The entry: runs the action, and ends the process in time when the runner cancels it. */



/** The runner's patience is longer; a person's is not. */
const FORCED_EXIT_AFTER_SIGNAL_MS = 1_700;
/** Nothing is left to do by then. */
const FORCED_EXIT_AFTER_RUN_MS = 500;
const cancellation = new AbortController();
// Whoever waits listens: of a large fleet, many at once.
(0,external_node_events_namespaceObject.setMaxListeners)(0, cancellation.signal);
for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => {
        cancellation.abort(new CancelledError(signal));
        setTimeout(() => process.exit(1), FORCED_EXIT_AFTER_SIGNAL_MS).unref();
    });
}
main(cancellation.signal)
    .catch((error) => {
    console.error(error instanceof Error ? error.message : 'The action failed.');
    process.exitCode = 1;
})
    // A connection that nobody can close any more, half-way through a proxy, must not hold the process open.
    .finally(() => setTimeout(() => process.exit(), FORCED_EXIT_AFTER_RUN_MS).unref());

