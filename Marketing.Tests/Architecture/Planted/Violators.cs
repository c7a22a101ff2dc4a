#pragma warning disable IDE0161 // Two modules in one file, on purpose: violations for the guard to catch.

namespace Marketing.Tests.Architecture.Planted.Data
{
    public sealed class UsesALaterModule
    {
        public static string Name() => nameof(UsesALaterModule) + new Strategy.Inner.HiddenPlan();
    }
}

namespace Marketing.Tests.Architecture.Planted.Strategy.Inner
{
    public sealed class PublicBelowTheSurface;

    internal sealed class HiddenPlan;
}

namespace Marketing.Tests.Architecture.Planted.Execution
{
    internal sealed class UsesAnInternalOfAnEarlierModule
    {
        public static object Plan() => new Strategy.Inner.HiddenPlan();
    }
}
