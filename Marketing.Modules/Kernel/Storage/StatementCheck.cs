using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace Marketing.Kernel.Storage;

/// <summary>Prepares every named statement against the schema, so that a broken one stops the program at start, not in use.</summary>
internal static partial class StatementCheck
{
    public static void PrepareAll(SqliteConnection connection)
    {
        foreach (var file in SqlFile.All())
        {
            foreach (var name in file.Names)
            {
                using var command = connection.CreateCommand();
                command.CommandText = Expanded(file[name]);
                try
                {
                    command.Prepare();
                }
                catch (SqliteException e)
                {
                    throw new InvalidOperationException($"{file.Path}, statement '{name}': {e.Message}", e);
                }
            }
        }
    }

    // Dapper writes a list of parameters in the place of "in @Ids"; by itself that is no SQL.
    internal static string Expanded(string sql) => ListParameter().Replace(sql, "in ($1)");

    [GeneratedRegex(@"\bin (@\w+)", RegexOptions.IgnoreCase)]
    private static partial Regex ListParameter();
}
