import { testDatabase, until } from '@app/testing';
const t0 = performance.now();
const db = testDatabase();
it('x', async () => {
  console.log('since file start', performance.now() - t0);
  const t = performance.now();
  const d = new (db.constructor as any)();
  await d.create();
  console.log('create', performance.now() - t);
  const t2 = performance.now();
  await d.drop();
  console.log('drop', performance.now() - t2);
  console.log(await db.rows('select count(*) from accounts'));
  await until(() => true);
});
