using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Marketing.App.Commands;

/// <summary>What has a name as files do and is none: pipes, terminals, devices, sockets, and the open files of a process.</summary>
internal static partial class SpecialFile
{
    // statx has one layout on all processors: its mode stands at byte 28.
    private const int Here = -100;
    private const uint OfKind = 1;
    private const int Mode = 28;
    private const int KindOfMode = 0xF000;
    private const int Regular = 0x8000;
    private const int Folder = 0x4000;

    // What is open here may have no name by which it could be replaced.
    private static readonly string[] _open = ["/dev/fd/", "/proc/"];
    private static readonly string[] _output = ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"];
    private static readonly string[] _error = ["/dev/stderr", "/dev/fd/2", "/proc/self/fd/2"];

    /// <summary>Whether there is something at a path, links followed, that must not be replaced by a file.</summary>
    public static bool Is(string path) => OperatingSystem.IsWindows() ? path.StartsWith(@"\\.\", StringComparison.Ordinal)
        : Array.IndexOf(_output, path) >= 0 || Array.IndexOf(_error, path) >= 0
        || (Array.Exists(_open, folder => path.StartsWith(folder, StringComparison.Ordinal)) && File.Exists(path))
        || (OperatingSystem.IsLinux() ? KindOf(path) is not (null or Regular or Folder) : path.StartsWith("/dev/", StringComparison.Ordinal) && File.Exists(path));

    /// <summary>Opens it for writing; what is written to standard output keeps its order with what else is.</summary>
    public static Stream Open(string path) => Array.IndexOf(_output, path) >= 0 ? Console.OpenStandardOutput()
        : Array.IndexOf(_error, path) >= 0 ? Console.OpenStandardError()
        : new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 1);

    // Null where nothing is there or the system does not say.
    private static int? KindOf(string path)
    {
        Span<byte> told = stackalloc byte[256];
        try
        {
            return Ask(Here, path, 0, OfKind, told) == 0 ? BinaryPrimitives.ReadUInt16LittleEndian(told[Mode..]) & KindOfMode : null;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Ask(int folder, string path, int flags, uint mask, Span<byte> told);
}
