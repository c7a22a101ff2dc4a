using Microsoft.Data.Sqlite;

namespace Marketing.Kernel.Storage;

/// <summary>
/// Statements of one file that answer with a number, prepared once for one transaction and run again and again: Dapper would
/// prepare each run anew. Writings that need no answer go through <see cref="BulkStatement"/>.
/// </summary>
internal sealed class PreparedStatements(SqliteConnection connection, SqliteTransaction transaction, SqlFile sql) : IDisposable
{
    private readonly Dictionary<string, Statement> _statements = [];

    public Statement this[string name]
    {
        get
        {
            if (!_statements.TryGetValue(name, out var statement))
            {
                var command = connection.CreateCommand();
                command.Transaction = transaction;
                command.CommandText = sql[name];
                _statements[name] = statement = new Statement(command);
            }

            return statement;
        }
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Command.Dispose();
        }
    }

    /// <summary>One prepared statement. Parameters are given in the same order at every run.</summary>
    internal sealed class Statement(SqliteCommand command)
    {
        internal SqliteCommand Command { get; } = command;

        /// <summary>Runs it and returns the whole number in its first row, or null without a row.</summary>
        public long? Find(params ReadOnlySpan<(string Name, object? Value)> parameters)
        {
            Bind(parameters);
            return (long?)Command.ExecuteScalar();
        }

        /// <summary>Runs it and returns the text in its first row, or null without a row.</summary>
        public string? Text(params ReadOnlySpan<(string Name, object? Value)> parameters)
        {
            Bind(parameters);
            return (string?)Command.ExecuteScalar();
        }

        /// <summary>Runs it and returns the whole number in its one row.</summary>
        public long One(params ReadOnlySpan<(string Name, object? Value)> parameters) =>
            Find(parameters) ?? throw new InvalidOperationException("The statement returned no row.");

        private void Bind(ReadOnlySpan<(string Name, object? Value)> parameters)
        {
            if (Command.Parameters.Count == 0)
            {
                foreach (var (name, value) in parameters)
                {
                    Command.Parameters.AddWithValue(name, value ?? DBNull.Value);
                }

                Command.Prepare();
                return;
            }

            for (var i = 0; i < parameters.Length; i++)
            {
                Command.Parameters[i].Value = parameters[i].Value ?? DBNull.Value;
            }
        }
    }
}
