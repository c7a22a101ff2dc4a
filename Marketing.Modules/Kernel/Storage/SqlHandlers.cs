using System.Data;
using Dapper;

namespace Marketing.Kernel.Storage;

/// <summary>How ids and instants cross the border to SQLite: both as 64-bit integers. Registered before the first query.</summary>
internal static class SqlHandlers
{
    internal static void Register()
    {
        SqlMapper.TypeMapProvider = type => new RecordTypeMap(type);
        Id(id => id.Value, value => new CustomerId(value));
        Id(id => id.Value, value => new ProductId(value));
        Id(id => id.Value, value => new OrderId(value));
        Id(id => id.Value, value => new ImportId(value));
        Id(id => id.Value, value => new ModelVersionId(value));
        Id(id => id.Value, value => new TrainingId(value));
        Id(id => id.Value, value => new DecisionId(value));
        Id(id => id.Value, value => new CampaignId(value));
        Id(id => id.Value, value => new MessageId(value));
        Id(id => id.Value, value => new RunId(value));
        Id(id => id.Value, value => new UserId(value));
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset));
        SqlMapper.AddTypeHandler(new LongHandler<DateTimeOffset>(time => time.ToUnixTimeMilliseconds(), DateTimeOffset.FromUnixTimeMilliseconds));
    }

    private static void Id<T>(Func<T, long> write, Func<long, T> read)
        where T : struct => SqlMapper.AddTypeHandler(new LongHandler<T>(write, read));

    private sealed class LongHandler<T>(Func<T, long> write, Func<long, T> read) : SqlMapper.TypeHandler<T>
        where T : struct
    {
        public override void SetValue(IDbDataParameter parameter, T value)
        {
            parameter.DbType = DbType.Int64;
            parameter.Value = write(value);
        }

        public override T Parse(object value) => read((long)value);
    }
}
