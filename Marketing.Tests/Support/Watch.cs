using System.Reflection;

namespace Marketing.Tests.Support;

/// <summary>Looks at the calls of an interface.</summary>
internal static class Watch
{
    /// <summary>The interface itself, each call of which is told first by the name of its verb; what it is told to may answer in its place, or gives null.</summary>
    public static T Calls<T>(T inner, Func<string, object?> told)
        where T : class
    {
        var watched = DispatchProxy.Create<T, CallWatch>();
        ((CallWatch)(object)watched).Begin(inner, told);
        return watched;
    }
}

/// <summary>What stands between.</summary>
public class CallWatch : DispatchProxy
{
    private object? _inner;
    private Func<string, object?> _told = _ => null;

    internal void Begin(object inner, Func<string, object?> told) => (_inner, _told) = (inner, told);

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _told(targetMethod!.Name) ?? targetMethod.Invoke(_inner, args);
}
