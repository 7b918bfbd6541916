import { DefaultNamingStrategy, type NamingStrategyInterface } from 'typeorm';

/** `dueAt` in code is `due_at` in the database. */
export class SnakeCase extends DefaultNamingStrategy implements NamingStrategyInterface {
  override columnName(property: string, custom: string | undefined): string {
    return custom ?? property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replace(/([a-z])(\d)/g, '$1$2');
  }
}
