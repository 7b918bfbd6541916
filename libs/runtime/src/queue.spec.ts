import { prepareQueue, queueConnection } from './queue';

const DATABASE = 'postgres://u:p@127.0.0.1:5432/pitlane';
const REDIS = 'redis://127.0.0.1:6379/0';

describe(queueConnection.name, () => {
  it('should let a producer fail at once and a worker wait where Redis is away', () => {
    const settings = { databaseUrl: DATABASE, redisUrl: REDIS };
    expect(queueConnection(settings, 'producer')).toEqual({
      url: REDIS,
      enableReadyCheck: true,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 1,
    });
    expect(queueConnection(settings, 'worker')).toEqual({
      url: REDIS,
      enableReadyCheck: true,
      maxRetriesPerRequest: null,
    });
  });

  it.each(['producer', 'worker'] as const)('should give a %s few connections of its own on PostgreSQL', (role) => {
    expect(queueConnection({ databaseUrl: DATABASE, redisUrl: undefined }, role)).toEqual({
      connectionString: DATABASE,
      max: 2,
      application_name: `pitlane-queue-${role}`,
      options: '-c synchronous_commit=off',
    });
  });
});

describe(prepareQueue.name, () => {
  it('should leave the database alone where there is Redis', async () => {
    const unreachable = 'postgres://127.0.0.1:1/none';
    await expect(prepareQueue({ databaseUrl: unreachable, redisUrl: REDIS })).resolves.toBeUndefined();
  });
});
