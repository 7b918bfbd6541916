import type { AdminHttp, Query } from '../client/admin-http';
import { PitlaneRefusal, PitlaneTimeout, problemOf } from '../client/errors';
import type { Schemas } from '../client/types';
import { PATIENCE_MS } from './until';

const TIME_IS_OVER = 408;

export interface ConversionAwaited {
  id?: string;
  clickId?: string;
  advertiserConversionId?: string;
  eventId?: string;
  status?: Schemas['ConversionStatus'];
}

export interface ClickAwaited {
  id?: string;
  pubClickId?: string;
  pubMemberId?: string;
}

/** Long polls: what the program under test brings about, as soon as it did. `timeout` is real time. */
export class Waits {
  constructor(private readonly http: AdminHttp) {}

  conversion(of: ConversionAwaited, timeout: string | number = PATIENCE_MS): Promise<Schemas['ConversionView']> {
    return awaited(this.http, '/conversions/wait', { ...of, timeout });
  }

  click(of: ClickAwaited, timeout: string | number = PATIENCE_MS): Promise<Schemas['ClickEvent']> {
    return awaited(this.http, '/clicks/wait', { ...of, timeout });
  }
}

/** What a long poll answers; throws a {@link PitlaneTimeout} with the platform's own words when the time is over. */
export async function awaited<Answer>(http: AdminHttp, path: string, query: Query): Promise<Answer> {
  try {
    return await http.call<Answer>('GET', path, { query });
  } catch (error) {
    if (!(error instanceof PitlaneRefusal) || error.status !== TIME_IS_OVER) throw error;
    throw new PitlaneTimeout(problemOf(error.call.body).detail, { cause: error });
  }
}
