import { stretch } from './argon2id.ts';
import type { StretchReply, StretchRequest } from './messages.ts';

declare const self: DedicatedWorkerGlobalScope;

self.onmessage = ({ data }: MessageEvent<StretchRequest>) => {
  stretch(data.pin, data.derivation)
    .catch(() => null)
    .then((reply: StretchReply) => {
      self.postMessage(reply);
    });
};
